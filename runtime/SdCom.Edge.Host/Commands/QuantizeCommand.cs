using System.CommandLine;
using SdCom.Edge.Host.Quantising;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>quantize</c>: an INT8 or FP16 package of a float32 one.</summary>
internal static class QuantizeCommand
{
    private const int UsualClips = 64;

    public static Command Create()
    {
        Option<string> model = Options.Model(required: true);
        Option<string> clips = new("--clips") { Description = "A CSV with the columns path and label, optionally subject or source, and subset.", HelpName = "CSV" };
        Option<string> precision = new("--precision") { Description = "int8 (for CPUs, calibrated on clips) or fp16 (for GPUs, without clips).", HelpName = "KIND", DefaultValueFactory = _ => "int8" };
        Option<string> output = new("--out") { Description = "The folder of the new package; an older package there is replaced.", Required = true, HelpName = "DIR" };
        Option<string> subset = new("--subset") { Description = "Calibrate only on clips of this subset, such as train.", HelpName = "NAME" };
        Option<int> count = new("--calibration-clips") { Description = "Calibrate on so many clips, all classes alike.", HelpName = "N", DefaultValueFactory = _ => UsualClips };
        Option<string> ranges = new("--ranges") { Description = "How ranges follow from activations: mse (least squared error), percentile or minmax.", HelpName = "WAY", DefaultValueFactory = _ => "mse" };
        Option<string> validationSubset = new("--validation-subset") { Description = "Measure the accuracy-versus-budget curve anew on this subset.", HelpName = "NAME" };
        Option<string> validationSubjects = new("--validation-subjects") { Description = "Measure it on the clips of these subjects, a,b,c, and calibrate on the others.", HelpName = "NAMES" };
        Option<int?> threads = Options.Threads();
        Option<bool> json = Options.Json();
        Command command = new("quantize", "Make an INT8 or FP16 package of a float32 model package.") { model, precision, clips, subset, count, validationSubset, validationSubjects, ranges, output, threads, json };
        command.SetAction((parsed, cancel) =>
        {
            QuantiseReport report = PackageQuantiser.Run(
                new QuantiseRequest
                {
                    Model = parsed.GetRequiredValue(model),
                    Precision = parsed.GetValue(precision)!,
                    Clips = parsed.GetValue(clips),
                    Subset = parsed.GetValue(subset),
                    CalibrationClips = parsed.GetValue(count),
                    ValidationSubset = parsed.GetValue(validationSubset),
                    ValidationSubjects = parsed.GetValue(validationSubjects)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                    Ranges = parsed.GetValue(ranges)!,
                    Output = parsed.GetRequiredValue(output),
                    Threads = parsed.GetValue(threads),
                },
                cancel);
            if (parsed.GetValue(json))
                ReportJson.Print(report, types => types.QuantiseReport);
            else
                QuantiseTable.Print(report);
            return Task.FromResult(0);
        });
        return command;
    }
}
