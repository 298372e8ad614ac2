using System.Globalization;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Packages;

/// <summary>Checks every value of a manifest against the others and against the network that it describes.</summary>
internal sealed class ManifestCheck
{
    private readonly string path;
    private readonly ModelManifest manifest;

    private ManifestCheck(string path, ModelManifest manifest)
    {
        this.path = path;
        this.manifest = manifest;
    }

    /// <summary>Returns the network that the manifest describes.</summary>
    /// <exception cref="PackageException">A value does not fit; the message is one line.</exception>
    public static NetworkSpec Check(string path, ModelManifest manifest)
    {
        ManifestCheck check = new(path, manifest);
        check.Head();
        NetworkSpec network = check.Network();
        CostTable costs = MacCounter.Count(network);
        check.Same("macs", manifest.Macs, PartNumbers.MacsOf(costs));
        check.Same("parameters", manifest.Parameters, PartNumbers.ParametersOf(costs));
        check.Calibration();
        check.Curve(costs);
        check.Parity();
        check.Precision();
        return network;
    }

    private void Head()
    {
        Require(manifest.FormatVersion == ModelManifest.CurrentFormat, "formatVersion", $"be {ModelManifest.CurrentFormat}", manifest.FormatVersion, "use a program of the model's version or export the model again");
        Require(manifest.Name.Length > 0, "name", "not be empty", "''");
        Require(manifest.Classes.Count >= 2, "classes", "hold at least 2 names", manifest.Classes.Count);
        Require(manifest.Classes.Distinct().Count() == manifest.Classes.Count, "classes", "be distinct", "a name twice");
        string? bad = manifest.Classes.FirstOrDefault(name => name.Trim().Length == 0 || name.Trim() != name || name.AsSpan().ContainsAny('\n', '\r'));
        Require(bad is null, "classes", "be names of one line without spaces around them", $"'{bad}'");
        Require(manifest.SegmentIntervalMs is >= 1 and <= 60_000, "segmentIntervalMs", "be 1 to 60000", manifest.SegmentIntervalMs);
    }

    private NetworkSpec Network()
    {
        NetworkSpec network;
        try
        {
            network = NetworkSpec.Create(manifest.Network, manifest.Classes.Count);
        }
        catch (ArgumentException problem)
        {
            throw new PackageException($"{path}: network.{problem.Message}", problem);
        }

        Require(manifest.Network.ShiftMode != "bidirectional", "network.shiftMode", "be causal or absent, a stream has no frame after", "bidirectional", "train with causal and export again");
        Require(manifest.Network.Pooling is null, "network.pooling", "be motion or absent, another form has no graph", manifest.Network.Pooling!, "train with motion and export again");
        Require(network.Widths.SequenceEqual(manifest.Widths), "widths", $"be network.widths, [{network.Widths}]", $"[{string.Join(", ", manifest.Widths)}]");
        Require(manifest.Segments == network.Fusion.Segments, "segments", $"be network.segments, {network.Fusion.Segments}", manifest.Segments);
        Require(manifest.Input.Size == network.InputSize, "input.size", $"be network.inputSize, {network.InputSize}", manifest.Input.Size);
        Require(manifest.Input.ColorOrder == "rgb", "input.colorOrder", "be \"rgb\"", $"\"{manifest.Input.ColorOrder}\"");
        string crop = PictureInput.Of(network).Crop;
        Require(manifest.Input.Crop == crop, "input.crop", $"be \"{crop}\" for network.fit {manifest.Network.Fit ?? "crop"}", $"\"{manifest.Input.Crop}\"");
        return network;
    }

    private void Same(string key, PartNumbers found, PartNumbers counted)
    {
        const string remedy = "the manifest and its network differ, export the model again";
        Require(found.Static == counted.Static, $"{key}.static", $"be {counted.Static}", found.Static, remedy);
        Require(found.Gate == counted.Gate, $"{key}.gate", $"be {counted.Gate}", found.Gate, remedy);
        Require(found.Fusion == counted.Fusion, $"{key}.fusion", $"be {counted.Fusion}", found.Fusion, remedy);
        SameKeys($"{key}.dynamic", found.Dynamic.Keys);
        foreach ((Width width, long number) in counted.Dynamic)
            Require(found.Dynamic[width] == number, $"{key}.dynamic.{width}", $"be {number}", found.Dynamic[width], remedy);
    }

    private void Calibration()
    {
        Require(double.IsFinite(manifest.Temperature) && manifest.Temperature > 0, "temperature", "be positive", manifest.Temperature);
        Require(manifest.NoAction.Threshold is >= 0 and <= 1, "noAction.threshold", "be 0 to 1", manifest.NoAction.Threshold);
        Require(
            manifest.NoAction.Class is null || manifest.Classes.Contains(manifest.NoAction.Class),
            "noAction.class",
            $"be null or one of {string.Join(", ", manifest.Classes)}",
            $"\"{manifest.NoAction.Class}\"");
        Require(double.IsFinite(manifest.DefaultPrice) && manifest.DefaultPrice >= 0, "defaultPrice", "be 0 or more", manifest.DefaultPrice);
    }

    private void Curve(CostTable costs)
    {
        Require(manifest.Baseline.MacsPerFrame == costs.FullFrame, "baseline.macsPerFrame", $"be the full frame's {costs.FullFrame}", manifest.Baseline.MacsPerFrame);
        Require(manifest.Baseline.Top1 is >= 0 and <= 1, "baseline.top1", "be 0 to 1", manifest.Baseline.Top1);
        Require(manifest.Curve.Count > 0, "curve", "hold at least one point", "none");
        for (int i = 0; i < manifest.Curve.Count; i++)
        {
            CurvePoint point = manifest.Curve[i];
            string key = FormattableString.Invariant($"curve[{i}]");
            Require(double.IsFinite(point.Price) && point.Price >= 0, $"{key}.price", "be 0 or more", point.Price);
            Require(point.MacsPerFrame >= costs.Frame(0) && point.MacsPerFrame <= costs.FullFrame, $"{key}.macsPerFrame", $"be {costs.Frame(0)} to {costs.FullFrame}", point.MacsPerFrame);
            Require(point.Top1 is >= 0 and <= 1, $"{key}.top1", "be 0 to 1", point.Top1);
            SameKeys($"{key}.widthShare", point.WidthShare.Keys);
            Require(Math.Abs(point.WidthShare.Values.Sum() - 1) < 0.01, $"{key}.widthShare", "sum to 1", point.WidthShare.Values.Sum());
            if (i == 0)
                continue;
            Require(point.MacsPerFrame >= manifest.Curve[i - 1].MacsPerFrame, $"{key}.macsPerFrame", "not fall, points are ascending", point.MacsPerFrame);
            Require(point.Price <= manifest.Curve[i - 1].Price, $"{key}.price", "not rise as macsPerFrame rises", point.Price);
        }
    }

    private void Parity()
    {
        ParityVector parity = manifest.Parity;
        Require(parity.Frames is >= 1 and <= 1000, "parity.frames", "be 1 to 1000", parity.Frames);
        Require(parity.Tolerance is > 0 and <= 1, "parity.tolerance", "be over 0 and at most 1", parity.Tolerance);
        SameKeys("parity.cases", parity.Cases.Select(c => c.Width));
        foreach (ParityCase expected in parity.Cases)
        {
            Require(expected.Logits.Count == manifest.Classes.Count, $"parity.cases of width {expected.Width}", $"hold {manifest.Classes.Count} logits", expected.Logits.Count);
            Require(expected.Logits.All(float.IsFinite), $"parity.cases of width {expected.Width}", "hold finite logits", "another");
        }
    }

    private void Precision()
    {
        if (manifest.Precision is not { } precision)
            return;
        const string Remedy = "use a program of the model's version or quantise the model again";
        Require(precision.Kind is PrecisionNote.Bytes or PrecisionNote.Half, "precision.kind", "be int8 or fp16", precision.Kind, Remedy);
        Require(precision.CurveOf == precision.Kind || precision.CurveOf == "float32", "precision.curveOf", $"be {precision.Kind} or float32", precision.CurveOf);
        bool calibrated = precision.Kind == PrecisionNote.Bytes;
        Require((precision.Ranges is not null) == calibrated, "precision.ranges", calibrated ? "be given for int8" : "be left out for fp16", precision.Ranges ?? "none", Remedy);
        Require((precision.Calibration is not null) == calibrated, "precision.calibration", calibrated ? "be given for int8" : "be left out for fp16", precision.Calibration ?? "none", Remedy);
        Require(calibrated ? precision.Frames >= 1 : precision.Frames is null, "precision.frames", calibrated ? "be positive" : "be left out for fp16", precision.Frames?.ToString(CultureInfo.InvariantCulture) ?? "none", Remedy);
    }

    private void SameKeys(string key, IEnumerable<Width> found)
    {
        Width[] widths = [.. found.Order()];
        Require(widths.SequenceEqual(manifest.Widths), key, $"have the widths {string.Join(", ", manifest.Widths)}", string.Join(", ", widths));
    }

    private void Require(bool condition, string key, string must, object value, string remedy = "correct it or export the model again")
    {
        if (!condition)
            throw new PackageException(FormattableString.Invariant($"{path}: {key} must {must}, got {value}; {remedy}."));
    }
}
