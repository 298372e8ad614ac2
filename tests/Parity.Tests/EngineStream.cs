using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Onnx.Graphs;

namespace SdCom.Edge.Parity.Tests;

/// <summary>What the exported graphs answer to one frame.</summary>
internal sealed record EngineAnswer(float[] Scores, float[] Logits);

/// <summary>The exported graphs of a network in ONNX Runtime on one thread, and one stream's state. Simple, not fast: the runtime has its own.</summary>
internal sealed class EngineStream : IDisposable
{
    private readonly NetworkSpec spec;
    private readonly RunOptions run = new();
    private readonly InferenceSession look;
    private readonly InferenceSession fusion;
    private readonly Dictionary<Width, InferenceSession> dynamic = [];
    private float[] gateState = [];
    private float[] staticShift = [];
    private float[] dynamicShift = [];
    private float[] window = [];

    private EngineStream(NetworkSpec spec, Func<string, byte[]> read)
    {
        this.spec = spec;
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
        look = new InferenceSession(read(ModelFiles.Static), options);
        fusion = new InferenceSession(read(ModelFiles.Fusion), options);
        foreach (Width width in spec.Widths.NonZero)
            dynamic[width] = new InferenceSession(read(ModelFiles.Dynamic(width)), options);
        Reset();
    }

    /// <summary>Opens a package on disk.</summary>
    public static EngineStream Open(ModelPackage package) => new(package.Network, file => File.ReadAllBytes(package.PathOf(file)));

    /// <summary>Writes the graphs in memory and opens them.</summary>
    public static EngineStream Build(NetworkSpec spec, WeightSet weights)
    {
        Dictionary<string, byte[]> files = new()
        {
            [ModelFiles.Static] = StaticGraph.Build(spec, weights).ToByteArray(),
            [ModelFiles.Fusion] = FusionGraph.Build(spec, weights).ToByteArray(),
        };
        foreach (Width width in spec.Widths.NonZero)
            files[ModelFiles.Dynamic(width)] = DynamicGraph.Build(spec, width, weights).ToByteArray();
        return new EngineStream(spec, file => files[file]);
    }

    /// <summary>Forgets everything, as at the start of a stream.</summary>
    public void Reset()
    {
        gateState = new float[spec.Gate.Hidden];
        staticShift = new float[spec.Static.ShiftStateLength(spec.GlanceSize)];
        dynamicShift = new float[spec.Dynamic.ShiftStateLength(spec.InputSize)];
        window = new float[spec.Fusion.Segments * spec.Fusion.Hidden];
    }

    /// <summary>Answers a picture, RGB bytes [S, S, 3], with the dynamic net at a width.</summary>
    public EngineAnswer Process(byte[] rgb, Width width)
    {
        using OrtValue image = OrtValue.CreateTensorValueFromMemory(rgb, [1, spec.InputSize, spec.InputSize, 3]);
        using OrtValue state = OrtValue.CreateTensorValueFromMemory(gateState, [1, gateState.Length]);
        float[][] seen = Run(look, [TensorNames.Image, TensorNames.GateState], [image, state], [TensorNames.Primary, TensorNames.GateScores, TensorNames.GateStateOut], ref staticShift);
        gateState = seen[2];

        float[] padded = new float[spec.Fusion.Supplementary];
        if (!width.IsSkip)
            Run(dynamic[width], [TensorNames.Image], [image], [TensorNames.Supplementary], ref dynamicShift)[0].CopyTo(padded, 0);

        using OrtValue primary = OrtValue.CreateTensorValueFromMemory(seen[0], [1, seen[0].Length]);
        using OrtValue supplementary = OrtValue.CreateTensorValueFromMemory(padded, [1, padded.Length]);
        using OrtValue before = OrtValue.CreateTensorValueFromMemory(window, [1, spec.Fusion.Segments, spec.Fusion.Hidden]);
        float[][] fused = Run(fusion, [TensorNames.Primary, TensorNames.Supplementary, TensorNames.Window], [primary, supplementary, before], [TensorNames.Logits, TensorNames.WindowOut]);
        window = fused[1];
        return new EngineAnswer(seen[1], fused[0]);
    }

    public void Dispose()
    {
        look.Dispose();
        fusion.Dispose();
        foreach (InferenceSession session in dynamic.Values)
            session.Dispose();
        run.Dispose();
    }

    // A graph with temporal shift has its state besides.
    private float[][] Run(InferenceSession session, string[] inputNames, OrtValue[] inputs, string[] outputs, ref float[] shift)
    {
        if (shift.Length == 0)
            return Run(session, inputNames, inputs, outputs);
        using OrtValue kept = OrtValue.CreateTensorValueFromMemory(shift, [1, shift.Length]);
        float[][] results = Run(session, [.. inputNames, TensorNames.ShiftState], [.. inputs, kept], [.. outputs, TensorNames.ShiftStateOut]);
        shift = results[^1];
        return results;
    }

    private float[][] Run(InferenceSession session, string[] inputNames, OrtValue[] inputs, string[] outputs)
    {
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, inputNames, inputs, outputs);
        return [.. results.Select(value => value.GetTensorDataAsSpan<float>().ToArray())];
    }
}
