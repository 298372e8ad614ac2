using System.CommandLine;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Submitting;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;

namespace SdCom.Edge.Host.Commands.Fleet;

/// <summary><c>submit</c>: gives clips and cameras to a fleet.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        BrokerOptions broker = new();
        Option<string> clips = Options.Clips();
        clips.Required = false;
        Option<string> cameras = new("--cameras") { Description = "A CSV with the columns camera and source, optionally fps.", HelpName = "CSV" };
        Option<string[]> withdraw = new("--withdraw") { Description = "A camera that is wanted no longer; may be given more than once.", HelpName = "CAMERA", DefaultValueFactory = _ => [] };
        Option<string> subset = Options.Subset();
        Option<string> model = Options.Model(required: false);
        Option<string> root = new("--clips-root") { Description = "The folder that paths are told relative to, for workers that have the clips elsewhere; whole paths when left out.", HelpName = "DIR" };
        Option<double?> price = new("--price") { Description = "Let the gate choose at this price; the model's default when left out.", HelpName = "X" };
        Option<string> width = new("--width") { Description = "Run every frame at this width.", HelpName = "W" };
        Option<bool> json = Options.Json();
        Command command = new("submit", "Give clips or cameras to a fleet; what it has already is not sent twice.") { clips, subset, model, root, price, width, cameras, withdraw, json };
        broker.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            BrokerSettings settings = broker.Read(parsed);
            string? cameraList = parsed.GetValue(cameras), clipList = parsed.GetValue(clips);
            string[] withdrawn = parsed.GetValue(withdraw)!;
            if (clipList is null == (cameraList is null && withdrawn.Length == 0))
                throw new UsageException("submit needs --clips CSV, or --cameras CSV and --withdraw CAMERA; give one kind.");
            if (clipList is null)
            {
                CameraSubmissionReport told = await SubmitAsync(settings, cameraList is null ? [] : CameraList.Read(cameraList), withdrawn, stop).ConfigureAwait(false);
                if (parsed.GetValue(json))
                    ReportJson.Print(told, types => types.CameraSubmissionReport);
                else
                    Console.Out.WriteLine($"{told.Submitted} camera(s) submitted, {told.Changed} changed, {told.Known} were there already, {told.Withdrawn} withdrawn.");
                return 0;
            }

            Width? fixedWidth = parsed.GetValue(width) is { } text ? Options.ParseWidth(text) : null;
            double? asked = parsed.GetValue(price);
            Options.AtMostOne(("--price", asked is not null), ("--width", fixedWidth is not null));
            if (asked is { } given && !(given >= 0 && double.IsFinite(given)))
                throw new UsageException(FormattableString.Invariant($"--price must be 0 or more, got {given}."));
            ModelPackage package = ModelPackage.Load(parsed.GetValue(model) ?? Shipped.Model);
            if (fixedWidth is { } one && !package.Costs.Widths.Contains(one))
                throw new UsageException($"--width must be one of {package.Costs.Widths}, got {one}.");
            ClipRequest request = new(package.Manifest.Name, ModelHash.Of(package), fixedWidth is null ? asked ?? package.Manifest.DefaultPrice : null, fixedWidth);
            IReadOnlyList<Clip> list = ClipList.Read(clipList, package.Manifest.Classes.ToArray(), parsed.GetValue(subset));
            ClipJob[] jobs = [.. list.Select(clip => ClipJob.Of(clip, parsed.GetValue(root), request))];
            SubmissionReport report = Progress.While("clips", jobs.Length, progress => SubmitAsync(settings, jobs, progress, stop).GetAwaiter().GetResult());
            if (parsed.GetValue(json))
                ReportJson.Print(report, types => types.SubmissionReport);
            else
                Console.Out.WriteLine($"{report.Clips} clips: {report.Submitted} submitted, {report.Known} were there already.");
            return 0;
        });
        return command;
    }

    private static async Task<SubmissionReport> SubmitAsync(BrokerSettings broker, ClipJob[] jobs, Action<int> progress, CancellationToken stop)
    {
        await using FleetClient fleet = await FleetClient.OpenAsync(broker, "submit", stop).ConfigureAwait(false);
        return await fleet.SubmitAsync(jobs, progress, RunSession.Say, TimeProvider.System, stop).ConfigureAwait(false);
    }

    private static async Task<CameraSubmissionReport> SubmitAsync(BrokerSettings broker, IReadOnlyList<ListedCamera> cameras, string[] withdrawn, CancellationToken stop)
    {
        await using FleetClient fleet = await FleetClient.OpenAsync(broker, "submit", stop).ConfigureAwait(false);
        return await fleet.SubmitAsync(cameras, withdrawn, RunSession.Say, TimeProvider.System, stop).ConfigureAwait(false);
    }
}
