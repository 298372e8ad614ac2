using System.CommandLine;
using SdCom.Edge.Host.Configuration;
using SdCom.Edge.Host.Dashboard.Export;
using SdCom.Edge.Host.Inputs;
using SdCom.Edge.Host.Outputs;

namespace SdCom.Edge.Host.Commands;

/// <summary>What <c>run</c> and <c>demo</c> can both be asked beyond model, profile and source.</summary>
internal sealed class RunOptions
{
    private readonly Option<string[]> outputs = Options.Outputs();
    private readonly Option<double?> seconds = Options.Seconds();
    private readonly Option<string> record = Options.Record();
    private readonly Option<string> snapshot = Options.Snapshot();
    private readonly Option<int?> threads = Options.Threads();
    private readonly Option<bool> fallBack = Options.FallBack();
    private readonly Option<bool> json = Options.Json();
    private readonly Option<string> sysfs = Options.Sysfs();
    private readonly Option<string> audit = AuditOption.Create();
    private readonly LedgerOptions ledger = new();
    private readonly DashboardOptions dashboard = new();
    private readonly InputOptions inputs = new();

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[outputs, seconds, record, snapshot, threads, fallBack, json, sysfs, audit])
            command.Options.Add(option);
        ledger.AddTo(command);
        dashboard.AddTo(command);
        inputs.AddTo(command);
    }

    /// <summary>What was asked, checked; the command adds what is its own.</summary>
    public RunRequest Read(ParseResult parsed)
    {
        RunRequest request = new()
        {
            Seconds = parsed.GetValue(seconds),
            Record = parsed.GetValue(record),
            Snapshot = parsed.GetValue(snapshot),
            Json = parsed.GetValue(json),
            Ledger = ledger.Read(parsed),
            Dashboard = dashboard.Read(parsed),
            Collector = CollectorSettings.Read(RunConfig.Environment),
            Audit = AuditOption.Parse(parsed.GetValue(audit)),
            Trigger = inputs.Trigger(parsed),
            PowerMeter = inputs.PowerMeter(parsed),
            SensorRoot = parsed.GetValue(sysfs) ?? "/",
        };
        request.Check();
        Options.Positive("--threads", Threads(parsed));
        return request;
    }

    public int? Threads(ParseResult parsed) => parsed.GetValue(threads);

    public bool FallBack(ParseResult parsed) => parsed.GetValue(fallBack);

    /// <summary>The outputs as they were written.</summary>
    public string[] Outputs(ParseResult parsed) => parsed.GetValue(outputs) ?? [];

    /// <summary>The outputs, read and not opened.</summary>
    public List<OutputParts> ReadOutputs(ParseResult parsed) => [.. Outputs(parsed).Select(output => OutputKinds.Read(output, new OutputContext { Json = parsed.GetValue(json) }))];
}
