using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Format;
using SdCom.Edge.Onnx.Quantising;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Quantisation;

namespace SdCom.Edge.Host.Quantising;

/// <summary>What every trunk's activations were on some clips, graph by graph.</summary>
/// <param name="Records">By the graph's file name, then by the value's name.</param>
/// <param name="Frames">Frames that were watched.</param>
/// <param name="Skipped">Clips that could not be read.</param>
internal sealed record Calibration(IReadOnlyDictionary<string, Dictionary<string, ActivationRecord>> Records, int Frames, IReadOnlyList<SkippedClip> Skipped)
{
    /// <summary>Plays clips through the model's trunks and watches the values that will become bytes.</summary>
    /// <param name="model">A float32 model.</param>
    /// <param name="trunks">Its trunks by file name.</param>
    /// <param name="engine">What runs them.</param>
    /// <param name="clips">Clips like those that the model will see.</param>
    /// <param name="scratch">A folder for the graphs that show their activations.</param>
    /// <param name="progress">Told how many clips are done.</param>
    /// <param name="cancel">Stops between frames.</param>
    public static Calibration Watch(ModelPackage model, IReadOnlyDictionary<string, ModelProto> trunks, Engine engine, IReadOnlyList<Clip> clips, string scratch, Action<int> progress, CancellationToken cancel)
    {
        Dictionary<string, Dictionary<string, ActivationRecord>> records = [];
        foreach ((string file, ModelProto trunk) in trunks)
        {
            IReadOnlyList<string> values = QdqRewriter.ValuesToCalibrate(trunk);
            records[file] = values.ToDictionary(value => value, _ => new ActivationRecord());
            OnnxFile.Write(Path.Combine(scratch, file), CalibrationGraph.WithOutputs(trunk, values));
        }

        using CalibrationRun run = new(model, engine, scratch);
        run.Run(clips, Count, progress, cancel);
        return run.Frames > 0
            ? new Calibration(records, run.Frames, run.Skipped)
            : throw new InputException($"none of the {clips.Count} calibration clips could be read; the first: {run.Skipped[0].Reason}");

        void Count(string graph, string value, ReadOnlySpan<float> numbers, int channels)
        {
            if (!records[graph].TryGetValue(value, out ActivationRecord? record))
                return;
            try
            {
                record.Add(numbers, channels);
            }
            catch (ArgumentException problem)
            {
                throw new EngineException($"{model.PathOf(graph)}: {value}: {problem.Message} A model that breaks on its own clips cannot be quantised.", problem);
            }
        }
    }
}
