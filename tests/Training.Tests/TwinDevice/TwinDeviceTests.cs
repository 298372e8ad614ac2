using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Published;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using SdCom.Edge.Training.Tests.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.TwinDevice;

/// <summary>
/// What a run makes lies on its device: on a device of another kind than the CPU, which refuses the CPU's tensors as CUDA does, every stage gives the bits
/// that it gives on the CPU.
/// </summary>
public sealed class TwinDeviceTests
{
    [Fact]
    public void The_device_keeps_to_itself()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor x = torch.ones([2, 3], device: Twin.Device), stray = torch.ones(2, 3);
        Assert.Throws<ExternalException>(() => x + stray);
        Assert.Throws<ExternalException>(() => x.index_select(0, torch.tensor(new long[] { 0 })));
        Assert.ThrowsAny<Exception>(() => x.data<float>().ToArray());
        Tensor sum = (x + stray.to(Twin.Device)).sum();
        Assert.Equal(Twin.Device.type, sum.device_type);
        Assert.Equal(12, sum.item<float>());
    }

    [Fact]
    public void All_stages_give_the_bits_that_they_give_on_the_cpu()
    {
        using TinyRun tiny = new();
        Assert.Equal(Train(tiny, "cpu", "a", StageChoice.Everything, CancellationToken.None), Train(tiny, Twin.Name, "b", StageChoice.Everything, CancellationToken.None));
    }

    [Fact]
    public void A_run_goes_on_from_a_checkpoint_of_the_other_device()
    {
        using TinyRun tiny = new();
        StageChoice supernet = new(Supernet: true, Policy: false);
        byte[] whole = Train(tiny, "cpu", "a", supernet, CancellationToken.None);
        byte[]? resumed = null;
        for (int start = 0; resumed is null; start++)
        {
            Assert.InRange(start, 0, 20);
            try
            {
                // Stopped after every step.
                resumed = Train(tiny, start % 2 == 0 ? "cpu" : Twin.Name, "b", supernet, new CancellationToken(canceled: true));
            }
            catch (OperationCanceledException)
            {
            }
        }

        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void Channels_are_sorted_there_as_on_the_cpu()
    {
        using SdComNetwork network = TinyNetwork.Create(), twin = TinyNetwork.Create(device: Twin.Device);
        Assert.Equal(ChannelSort.Apply(network.Dynamic), ChannelSort.Apply(twin.Dynamic));
        Assert.Equal(network.Dynamic.Convs.First().Weight.cpu().contiguous().data<float>().ToArray(), twin.Dynamic.Convs.First().Weight.cpu().contiguous().data<float>().ToArray());
    }

    [Fact]
    public void The_published_method_too()
    {
        using TinyRun tiny = new();
        Recipe recipe = tiny.Recipe with
        {
            Supernet = tiny.Recipe.Supernet with { Epochs = 1 },
            Policy = tiny.Recipe.Policy with { Epochs = 1 },
            Published = new PublishedRecipe { Meta = "gruIncluded", EmaDecay = 0.9 },
        };
        Assert.Equal(Train("cpu", "a"), Train(Twin.Name, "b"));

        byte[] Train(string device, string folder)
        {
            RunOptions options = new() { Folder = Path.Combine(tiny.Folder, folder), Cache = tiny.Cache, Device = device };
            JsonObject summary = new PublishedRun(recipe, options, Reporter.Silent, TimeProvider.System).Execute(new StageChoice(Supernet: true, Policy: true), CancellationToken.None);
            return File.ReadAllBytes((string)summary["weights"]!);
        }
    }

    private static byte[] Train(TinyRun tiny, string device, string folder, StageChoice stages, CancellationToken stop)
    {
        Recipe recipe = tiny.Recipe with
        {
            Supernet = tiny.Recipe.Supernet with { Epochs = 2, EmaDecay = 0.9, EmaTeacher = true, ClipNorm = 1, GradientAccumulation = 2 },
            Joint = new JointRecipe { Epochs = 1, Batch = 2, LearningRate = 1e-4 },
        };
        RunOptions options = new() { Folder = Path.Combine(tiny.Folder, folder), Cache = tiny.Cache, Device = device };
        JsonObject summary = new TrainingRun(recipe, options, Reporter.Silent, TimeProvider.System).Execute(stages, stop);
        return File.ReadAllBytes((string)summary["weights"]!);
    }
}
