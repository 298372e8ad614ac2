using System.Globalization;
using System.Text;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Onnx.Format;

namespace SdCom.Edge.Host.Quantising;

/// <summary>The card of an INT8 or FP16 package: a section on how it was made, then the float32 model's own card.</summary>
internal static class QuantisationCard
{
    /// <summary>Writes the card.</summary>
    public static string Write(
        ModelPackage model,
        ModelManifest manifest,
        double change,
        double tolerance,
        QuantisedMeasurement? measured,
        IReadOnlyDictionary<string, ModelProto> before,
        IReadOnlyDictionary<string, ModelProto> after)
    {
        PrecisionNote precision = manifest.Precision!;
        StringBuilder text = new();
        Line($"# {manifest.Name}");
        bool bytes = precision.Kind == PrecisionNote.Bytes;
        string kind = precision.Kind.ToUpperInvariant();
        if (bytes)
        {
            Line($"INT8 of `{model.Manifest.Name}`, made by `sdcom quantize`. Both trunks compute in 8 bits: uint8 activations with a zero point, int8 filters with a scale for each output channel, int32 sums, written as ONNX QDQ. So do the gate's layers before its recurrent state; that state, the scores and the fusion stay float32.");
            Line($"Ranges by {precision.Ranges} of the activations of {precision.Frames} frames ({precision.Calibration}), for every graph and width by itself.");
        }
        else
        {
            Line($"FP16 of `{model.Manifest.Name}`, made by `sdcom quantize --precision fp16`. Filters and activations of both trunks are float16, for GPUs; a CPU computes the same in float32 between casts, and slower. Picture, gate and fusion stay float32.");
        }

        Line($"On the parity pictures a logit moves by {change * 100:0.0} % of the logits' spread at most. Engines round differently in {(bytes ? 8 : 16)} bits; a logit may differ between machines by {tolerance}, or the model is refused at load.");
        Line($"| graph | bytes, float32 | bytes, {kind} |\n| --- | ---: | ---: |\n{string.Join("\n", before.Keys.Select(file => Row($"| {file} | {before[file].CalculateSize()} | {after[file].CalculateSize()} |")))}");
        if (measured is null)
        {
            Line($"Accuracy was not measured again: the curve in the manifest is the float32 model's. MACs are the same, and one in fewer bits counts as one.");
        }
        else
        {
            QuantisedAccuracy accuracy = measured.Accuracy;
            Line($"Top-1 of both on the same {accuracy.Clips} validation clips; the curve in the manifest is the {kind} model's. MACs are the same, and one in fewer bits counts as one.");
            Line($"| | float32 | {kind} |\n| --- | ---: | ---: |\n{Pair("full width on every frame", accuracy.FullWidth)}\n{Pair("gate at the default price", accuracy.DefaultPrice)}\n{Pair("static net only", accuracy.StaticOnly)}");
        }

        string card = model.PathOf(ModelFiles.Card);
        if (!File.Exists(card))
            return text.ToString();
        Line($"What follows is the card of the float32 model; its accuracies were measured in float32.");
        return text + File.ReadAllText(card);

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\n\n");
    }

    private static string Pair(string what, QuantisedPoint point) => Row($"| {what} | {point.Float32 * 100:0.0} % | {point.Quantised * 100:0.0} % |");

    private static string Row(FormattableString row) => row.ToString(CultureInfo.InvariantCulture);
}
