using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Tests.Bindings;

public class TrainingSmoke
{
    private sealed class Small : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv1 = Conv2d(3, 8, 3, padding: 1, bias: false);
        private readonly BatchNorm2d bn1 = BatchNorm2d(8);
        private readonly Sequential head = Sequential(("act", ReLU6()), ("fc", Linear(8, 4)));

        public Small() : base(nameof(Small)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = F.relu(bn1.call(conv1.call(input)));
            return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void A_small_network_learns_and_leaves_no_tensor_behind()
    {
        manual_seed(1);
        using var net = new Small();
        Assert.Equal(["conv1.weight", "bn1.weight", "bn1.bias", "head.fc.weight", "head.fc.bias"], net.named_parameters().Select(p => p.name));
        using SGD sgd = optim.SGD(net.parameters(), learningRate: 0.1, momentum: 0.9, weight_decay: 1e-4);
        float first = 0, last = 0;
        long before = 0;
        for (int i = 0; i < 20; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            manual_seed(7);
            Tensor x = randn(8, 3, 8, 8);
            Tensor y = arange(8, dtype: int64) % 4;
            net.zero_grad();
            Tensor loss = F.cross_entropy(net.call(x), y, label_smoothing: 0.1);
            loss.backward();
            sgd.step();
            last = loss.ToSingle();
            if (i == 0)
                first = last;
            if (i == 1)
                before = DisposeScopeManager.Statistics.ThreadTotalLiveCount - scope.DisposablesCount;
            if (i == 19)
                Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount - scope.DisposablesCount);
        }
        Assert.True(last < first * 0.9, $"{first} -> {last}");
    }

    [Fact]
    public void A_shape_error_is_an_exception_with_the_native_message()
    {
        using Tensor a = zeros(2, 3), b = zeros(2, 3);
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => a.matmul(b));
        Assert.Contains("shapes", error.Message, StringComparison.Ordinal);
    }
}
