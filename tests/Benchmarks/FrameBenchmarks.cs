using BenchmarkDotNet.Attributes;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Preprocessing;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Benchmarks;

/// <summary>The parts of a frame that are ours: making the picture (under 0.1 ms of a VGA frame) and choosing the width (under 0.1 ms).</summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private const int Side = 192; // what the shipped model sees

    private readonly byte[] camera = new byte[640 * 480 * 3];
    private readonly byte[] largeCamera = new byte[1920 * 1080 * 3];
    private readonly byte[] clip = new byte[256 * 256 * 3];
    private readonly byte[] picture = new byte[Side * Side * 3];
    private readonly PicturePreprocessor fromCamera = new(Side);
    private readonly PicturePreprocessor fromLargeCamera = new(Side);
    private readonly PicturePreprocessor fromClip = new(Side);
    private readonly float[] scores = [0.1f, 0.4f, 0.3f, 0.2f, 0.5f];
    private readonly FlopsBudget budget;
    private readonly GatePolicy policy;

    public FrameBenchmarks()
    {
        CostTable costs = MacCounter.Count(NetworkSpec.Create(FixtureModel.RealSize, FixtureModel.Classes.Count));
        policy = new GatePolicy(costs, 0.2);
        budget = FlopsBudget.PerSecond(costs.FullFrame, 2 * costs.FullFrame, TimeProvider.System);
        new Random(1).NextBytes(camera);
        new Random(2).NextBytes(clip);
        new Random(3).NextBytes(largeCamera);
    }

    [Benchmark]
    public void PreprocessCameraFrame() => fromCamera.Fill(camera, 640, 480, 640 * 3, picture);

    [Benchmark]
    public void PreprocessLargeCameraFrame() => fromLargeCamera.Fill(largeCamera, 1920, 1080, 1920 * 3, picture);

    [Benchmark]
    public void PreprocessClipFrame() => fromClip.Fill(clip, 256, 256, 256 * 3, picture);

    [Benchmark]
    public Decision ChooseWidth()
    {
        budget.NextFrame();
        return policy.Choose(scores, budget);
    }
}
