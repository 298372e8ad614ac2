using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Published;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

public sealed class StepMemoryTests
{
    [Fact]
    public void Neither_a_supernet_step_nor_a_policy_step_with_the_meta_net_leaves_a_tensor_behind()
    {
        set_num_threads(1);
        PublishedSpec spec = Toy.Spec(frames: 2);
        using PublishedNetwork network = new(spec, seed: 1);
        using SlimVideoNet teacher = new(spec);
        using MetaNet net = new();
        using MetaOptimiser optimiser = new(net);
        NamedTensors tensors = network.All();
        Step();
        long before = Tensors.Alive();
        for (int i = 0; i < 3; i++)
            Step();
        Assert.Equal(before, Tensors.Alive());

        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor labels = tensor(new long[] { 1, 3 });
            SupernetStep.Backward(network.Look, teacher, randn([2, 2, 3, 32, 32]), labels);
            Ema.Update(teacher.All(), network.Look.All());
            MetaAnswer answer = MetaStep.Backward(network, net, Batch(), Batch(), 0.5, 0.01, MetaVariant.GruIncluded);
            Assert.True(double.IsFinite(answer.Loss.ToDouble()));
            optimiser.Step();
            PolicyBatch batch = Batch();
            PolicyStep.Loss(spec, PolicyPass.Run(spec, new Weights(tensors), batch.Pictures, batch.Noise, training: true), labels).backward();
            InferencePass.Run(network, batch.Pictures, batch.Noise);
            tensors.ForgetGradients();
            net.All().ForgetGradients();

            PolicyBatch Batch() => new(randn([2, 2, 3, 32, 32]), labels, randn([4, 5]));
        }
    }
}
