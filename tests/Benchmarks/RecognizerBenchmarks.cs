using BenchmarkDotNet.Attributes;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Benchmarks;

/// <summary>A whole frame at each width beside the bare sessions of the same frame: speed follows MACs, and what we add is small.</summary>
[MemoryDiagnoser]
public class RecognizerBenchmarks : IDisposable
{
    private readonly Frame frame = new();
    private string folder = string.Empty;
    private Engine? engine;
    private Nets? nets;
    private Recognizer? recognizer;
    private int widthIndex;

    /// <summary>In per cent.</summary>
    [Params(0, 25, 50, 75, 100)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        folder = Directory.CreateTempSubdirectory("sdcom-bench-").FullName;
        ModelPackage model = FixtureModel.Write(Path.Combine(folder, "real-size"), FixtureModel.RealSize);
        engine = new Engine(new EngineSettings("cpu", 1));
        nets = Nets.Load(model, engine);
        Width width = new(Width);
        widthIndex = model.Network.Widths.IndexOf(width);
        recognizer = new Recognizer(model, nets, Allowance.Fixed(model.Costs, width));
        using SyntheticSource camera = new(["hover"], TimeSpan.FromDays(1), 1, TimeProvider.System);
        camera.TryRetrieve(frame);
        frame.Seal();
    }

    [Benchmark(Baseline = true)]
    public void BareEngine() => nets!.RunBare(widthIndex);

    [Benchmark]
    public Answer Process() => recognizer!.Process(frame);

    [GlobalCleanup]
    public void Dispose()
    {
        frame.Dispose();
        nets?.Dispose();
        engine?.Dispose();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
