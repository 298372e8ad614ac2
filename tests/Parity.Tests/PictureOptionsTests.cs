using OpenCvSharp;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Tests;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using TorchSharp;

namespace SdCom.Edge.Parity.Tests;

/// <summary>How a network sees a picture, <c>fit</c>, <c>exposure</c> and <c>sees</c>: from the frames of a dark, wide clip through the trainer and through the runtime.</summary>
public class PictureOptionsTests(RuntimeEngine runtime)
{
    private const int Frames = 5;

    [Theory]
    [InlineData(null, null)]
    [InlineData("stretch", null)]
    [InlineData(null, "standardised")]
    [InlineData("stretch", "standardised")]
    [InlineData("stretch", null, "changes")]
    [InlineData(null, "standardised", "changes")]
    public void The_trainer_and_the_runtime_see_the_same_picture_and_answer_alike(string? fit, string? exposure, string? sees = null)
    {
        torch.set_num_threads(1);
        using TemporaryRun run = new(NetworkSpec.Create(SmallNetworks.StaticShift.Description with { Fit = fit, Exposure = exposure, Sees = sees }, SmallNetworks.Classes));
        ModelPackage package = PackageExporter.Export(new ExportRequest { Run = run.Folder, Output = run.Output }, TimeProvider.System);
        Assert.Equal((fit, exposure, sees), (package.Manifest.Network.Fit, package.Manifest.Network.Exposure, package.Manifest.Network.Sees));
        Assert.InRange(ParityCheck.Worst(package), 0, 1e-4);

        string clip = Path.Combine(run.Root, "clip");
        WriteClip(clip);
        using FrameCache cache = FrameCache.Open(
            Path.Combine(run.Root, "cache"), [new TrainingClip("clip", clip, 0, "S1")], TemporaryRun.Classes, run.Spec.InputSize, null, Reporter.Silent, fit: run.Spec.Description.PictureFit,
            seesChanges: run.Spec.SeesChanges);
        using SdComNetwork network = new(run.Spec, seed: 1);
        network.All().CopyFrom(Safetensors.Read(Path.Combine(run.Folder, "weights.safetensors")));
        using TorchStream trainer = new(network);
        using Nets nets = Nets.Load(package, runtime.Engine);
        Recognizer recognizer = new(package, nets, Allowance.Fixed(package.Costs, new Width(50)));
        byte[] picture = new byte[run.Spec.InputSize * run.Spec.InputSize * 3];
        using PictureBatch batch = new(Frames, run.Spec.InputSize, cache.Size);
        batch.Add(cache, cache.Clips[0], Cut.Whole(cache.Clips[0], cache.Size)); // as the trainer's evaluation reads a clip
        byte[] asTrained = Bytes(batch.Pictures(torch.CPU));
        float[] expected = new float[TemporaryRun.Classes.Length];
        using Frame frame = new();
        for (int i = 0; i < Frames; i++)
        {
            asTrained.AsSpan(i * picture.Length, picture.Length).CopyTo(picture);
            Softmax.Fill(trainer.Process(picture, new Width(50)).Logits, package.Manifest.Temperature, expected);
            using (Mat read = Cv2.ImRead(Path.Combine(clip, $"{i}.png")))
                read.CopyTo(frame.Picture);
            frame.Seal();
            recognizer.Process(frame);
            Assert.Equal(picture, nets.Image.ToArray());
            Assert.InRange(Pictures.Difference(expected, recognizer.Probabilities.ToArray()), 0, 1e-5);
        }
    }

    // Normalised [N, 3, S, S] back to bytes, NHWC.
    private static byte[] Bytes(torch.Tensor pictures)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return [.. pictures.permute(0, 2, 3, 1).contiguous().data<float>().ToArray().Select(x => (byte)Math.Round((x + 1) * 127.5f))];
    }

    // 120 x 68 pixels, all under 24 of 255: noise, and a patch that moves from the left edge to the right one.
    private static void WriteClip(string folder)
    {
        Directory.CreateDirectory(folder);
        Random random = new(9);
        for (int i = 0; i < Frames; i++)
        {
            using Mat picture = new(68, 120, MatType.CV_8UC3, new OpenCvSharp.Scalar(0, 0, 0));
            for (int y = 0; y < picture.Rows; y++)
            {
                for (int x = 0; x < picture.Cols; x++)
                {
                    int level = random.Next(8) + (Math.Abs(x - (i * 30)) < 20 ? 16 : 0);
                    picture.Set(y, x, new Vec3b((byte)(level / 2), (byte)level, (byte)(level / 3)));
                }
            }

            Cv2.ImWrite(Path.Combine(folder, $"{i}.png"), picture);
        }
    }
}
