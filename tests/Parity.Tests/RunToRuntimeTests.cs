using OpenCvSharp;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Tests;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Parity.Tests;

/// <summary>The whole way of a model: a training run's folder, the package made of it, and the runtime that recognises with it.</summary>
public sealed class RunToRuntimeTests(RuntimeEngine shared)
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("resnet")]
    [InlineData("tsm-resnet")]
    public void A_stream_in_the_runtime_answers_each_frame_as_torch_answers_the_clip_at_every_width(string net)
    {
        torch.set_num_threads(1);
        using TemporaryRun run = new(SmallNetworks.Named(net));
        PackageExporter.Export(new ExportRequest { Run = run.Folder, Output = run.Output }, TimeProvider.System);
        ModelPackage package = ModelPackage.Load(run.Output);
        Assert.Equal(run.Spec.Dynamic.Shifts(), package.Network.Dynamic.ShiftStateLength(package.Network.InputSize) > 0);
        using Nets nets = Nets.Load(package, shared.Engine); // refuses a package that misses its parity vector
        using SdComNetwork network = new(run.Spec, seed: 1);
        network.Load(Path.Combine(run.Folder, "weights.safetensors"));

        byte[][] pictures = [.. Enumerable.Range(0, 2 * run.Spec.Fusion.Segments).Select(frame => Pictures.Create(run.Spec, seed: 23, frame))];
        foreach (Width width in run.Spec.Widths)
        {
            Recognizer recognizer = new(package, nets, Allowance.Fixed(package.Costs, width));
            float[][] clip = Clip(network, pictures, width, package.Manifest.Temperature);
            for (int frame = 0; frame < pictures.Length; frame++)
            {
                using Frame seen = Seen(pictures[frame], run.Spec.InputSize);
                Answer answer = recognizer.Process(seen);
                Assert.Equal(width, answer.Decision.Width);
                Assert.InRange(Pictures.Difference(clip[frame], recognizer.Probabilities.ToArray()), 0, Tolerance);
            }

            // A stream that had stood still, or a width that is another one's, would show.
            Assert.True(Pictures.Difference(clip[0], clip[^1]) > 20 * Tolerance);
        }
    }

    // All frames at once; the answer to each is that to the window which ends with it, with zeros before the start.
    private static float[][] Clip(SdComNetwork network, byte[][] pictures, Width width, double temperature)
    {
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        FusionSpec spec = network.Spec.Fusion;
        Tensor clip = torch.cat([.. pictures.Select(p => TorchStream.Normalised(p, network.Spec.InputSize))]);
        Tensor mixed = network.Fusion.Mix(network.Primary(clip, NormPass.Evaluate, clips: 1), network.Supplementary(clip, width, NormPass.Evaluate, clips: 1));
        Tensor padded = torch.cat([torch.zeros([spec.Segments - 1, spec.Hidden]), mixed]);
        return [.. pictures.Select((_, frame) => network.Fusion.Classify(padded.narrow(0, frame, spec.Segments).unsqueeze(0)).div(temperature).softmax(1).data<float>().ToArray())];
    }

    private static Frame Seen(byte[] rgb, int size)
    {
        Frame frame = new();
        frame.Picture.Create(size, size, MatType.CV_8UC3);
        frame.Picture.SetArray([.. rgb.Chunk(3).Select(p => new Vec3b(p[2], p[1], p[0]))]);
        frame.Seal();
        return frame;
    }
}
