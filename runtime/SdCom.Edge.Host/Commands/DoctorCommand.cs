using System.CommandLine;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Doctor;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;
using Spectre.Console;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>doctor</c>: what works on this machine, and the fix for what does not.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        Option<string> model = Options.Model(required: false);
        Option<string> profile = Options.Profile("the machine as such is looked over");
        Option<string> config = new("--config") { Description = "Settings of run, such as sdcom.json: their model, profile and outputs must work, and there must be room for what they write.", HelpName = "FILE" };
        Option<bool> json = Options.Json();
        Command command = new("doctor", "What works on this machine, and the fix for what does not.") { model, profile, config, json };
        command.SetAction((parsed, _) =>
        {
            DeviceProfile? device = parsed.GetValue(profile) is { } file ? DeviceProfile.Load(file) : null;
            Options.AtMostOne(("--config", parsed.GetValue(config) is not null), ("--model", parsed.GetValue(model) is not null));
            Options.AtMostOne(("--config", parsed.GetValue(config) is not null), ("--profile", device is not null));
            DoctorRequest request = new(parsed.GetValue(model) ?? Shipped.Model, device);
            DoctorReport report = new(new MachineDoctor(parsed.GetValue(config) is { } settings ? DoctorRequest.Of(settings, request) : request).Examine());
            if (parsed.GetValue(json))
                ReportJson.Print(report, types => types.DoctorReport);
            else
                Print(report);
            return Task.FromResult(report.Checks.Any(check => check.Status == "fail") ? 1 : 0);
        });
        return command;
    }

    private static void Print(DoctorReport report)
    {
        IAnsiConsole console = Screen.Out();
        foreach (DoctorCheck check in report.Checks)
        {
            string colour = check.Status switch { "ok" => "green", "warn" => "yellow", "fail" => "red", _ => "grey" };
            console.MarkupLine($"[{colour}]{check.Status,-7}[/] {Markup.Escape(check.Name)}: {Markup.Escape(check.Detail)}");
            if (check.Fix is { } fix)
                console.MarkupLine($"        fix: {Markup.Escape(fix)}");
        }
    }
}
