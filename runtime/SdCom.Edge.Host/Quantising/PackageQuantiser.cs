using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;
using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Format;
using SdCom.Edge.Onnx.Quantising;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Host.Quantising;

/// <summary>Makes an INT8 or FP16 package of a float32 one: watches its activations on clips for INT8, rewrites its trunks, measures the result, writes it aside and renames.</summary>
internal sealed class PackageQuantiser
{
    private readonly QuantiseRequest request;
    private readonly ModelPackage model;
    private readonly Engine engine;
    private readonly CancellationToken cancel;

    private PackageQuantiser(QuantiseRequest request, ModelPackage model, Engine engine, CancellationToken cancel)
    {
        this.request = request;
        this.model = model;
        this.engine = engine;
        this.cancel = cancel;
    }

    /// <summary>Does it all and says what came out.</summary>
    /// <exception cref="InputException">The model, the list or the clips cannot be used; the message is one line.</exception>
    public static QuantiseReport Run(QuantiseRequest request, CancellationToken cancel)
    {
        request.Check();
        ModelPackage model = ModelPackage.Load(request.Model);
        if (model.Manifest.Precision is { } precision)
            throw new InputException($"{model.PathOf(ModelFiles.Manifest)}: precision is {precision.Kind} already; quantise the float32 model that it was made of.");
        using Engine engine = new(new EngineSettings("cpu", request.Threads ?? Environment.ProcessorCount));
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("sdcom-quantize-");
        try
        {
            return new PackageQuantiser(request, model, engine, cancel).Run(scratch);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private QuantiseReport Run(DirectoryInfo scratch)
    {
        QuantisingClips clips = QuantisingClips.Read(request, model);
        Dictionary<string, ModelProto> trunks = ((string[])[ModelFiles.Static, .. model.Network.Widths.NonZero.Select(ModelFiles.Dynamic)])
            .ToDictionary(file => file, file => OnnxFile.Read(model.PathOf(file)));
        Calibration? calibration = request.Precision == PrecisionNote.Bytes ? Watch(trunks, clips, scratch) : null;
        Dictionary<string, ModelProto> rewritten = trunks.ToDictionary(pair => pair.Key, pair => Rewrite(pair.Key, pair.Value, calibration));
        string draft = Path.Combine(scratch.FullName, "draft");
        ModelManifest manifest = model.Manifest with
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Output))),
            Precision = calibration is null
                ? new PrecisionNote(PrecisionNote.Half, "float32")
                : new PrecisionNote(PrecisionNote.Bytes, "float32") { Ranges = request.Ranges, Calibration = clips.Where, Frames = calibration.Frames },
        };
        ModelPackage unproven = ModelPackage.Write(draft, manifest, folder => WriteGraphs(folder, rewritten, "draft"));
        (ParityVector parity, double change) = QuantisedParity.Compute(model, unproven, engine);
        QuantisedMeasurement? measured = Measure(unproven, clips.Validation);
        manifest = measured?.Put(manifest) ?? manifest;
        ModelPackage made = ModelPackage.Write(
            request.Output,
            manifest with { Parity = parity },
            folder => WriteGraphs(folder, rewritten, QuantisationCard.Write(model, manifest, change, parity.Tolerance, measured, trunks, rewritten)));
        return new QuantiseReport
        {
            Model = made.Manifest.Name,
            Out = made.Directory,
            Of = model.Manifest.Name,
            Precision = request.Precision,
            Ranges = calibration is null ? null : request.Ranges,
            CalibrationClips = clips.Calibration.Count - (calibration?.Skipped.Count ?? 0),
            CalibrationFrames = calibration?.Frames ?? 0,
            SkippedClips = [.. (calibration?.Skipped ?? []).Select(clip => new SkippedReport(clip.Path, clip.Reason))],
            BytesBefore = GraphBytes(model),
            BytesAfter = GraphBytes(made),
            LogitChange = Figures.Round(change, 4),
            ParityTolerance = parity.Tolerance,
            Validation = measured?.Accuracy,
        };
    }

    private Calibration Watch(Dictionary<string, ModelProto> trunks, QuantisingClips clips, DirectoryInfo scratch)
    {
        string watched = scratch.CreateSubdirectory("watched").FullName;
        return Progress.While("clips watched", clips.Calibration.Count, report => Calibration.Watch(model, trunks, engine, clips.Calibration, watched, report, cancel));
    }

    private ModelProto Rewrite(string file, ModelProto trunk, Calibration? calibration)
    {
        if (calibration is null)
            return ToHalf(file, trunk);
        Dictionary<string, ActivationRecord> records = calibration.Records[file];
        return QdqRewriter.Rewrite(trunk, value => records[value].Facts(request.Ranges));
    }

    private ModelProto ToHalf(string file, ModelProto trunk)
    {
        try
        {
            return HalfRewriter.Rewrite(trunk);
        }
        catch (InvalidDataException problem)
        {
            throw new InputException($"{model.PathOf(file)}: {problem.Message}", problem);
        }
    }

    private QuantisedMeasurement? Measure(ModelPackage quantised, IReadOnlyList<Clip> clips)
    {
        if (clips.Count == 0)
            return null;
        if (!WidthReplay.IsPossible(model.Network))
            throw new UsageException("--validation-subset and --validation-subjects cannot be used with a dynamic net that shifts in time; leave them out and measure with eval.");
        return Progress.While("clips measured", 2 * clips.Count, report => QuantisedMeasurement.Measure(model, quantised, engine, clips, report, cancel));
    }

    private void WriteGraphs(string folder, Dictionary<string, ModelProto> trunks, string card)
    {
        foreach ((string file, ModelProto trunk) in trunks)
            OnnxFile.Write(Path.Combine(folder, file), trunk);
        File.Copy(model.PathOf(ModelFiles.Fusion), Path.Combine(folder, ModelFiles.Fusion));
        File.WriteAllText(Path.Combine(folder, ModelFiles.Card), card);
    }

    private static long GraphBytes(ModelPackage package) => ModelFiles.Graphs(package.Network.Widths).Sum(file => package.Manifest.Files[file].Bytes);
}
