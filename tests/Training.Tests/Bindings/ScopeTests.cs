using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Bindings;

public class ScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it_and_nothing_else()
    {
        using Tensor outside = ones(2);
        Tensor inside, kept, moved;
        using (DisposeScope outer = NewDisposeScope())
        {
            using (DisposeScope inner = NewDisposeScope())
            {
                inside = outside + 1;
                kept = (outside + 2).DetachFromDisposeScope();
                moved = (outside + 3).MoveToOuterDisposeScope();
                Assert.Equal(1, inner.DisposablesCount);
            }
            Assert.True(inside.IsInvalid);
            Assert.Equal(4, moved[0].ToSingle());
            Assert.Equal(2, outer.DisposablesCount);
        }
        Assert.True(moved.IsInvalid);
        Assert.Equal(3, kept[0].ToSingle());
        Assert.False(outside.IsInvalid);
        kept.Dispose();
        kept.Dispose();
    }

    [Fact]
    public void The_counts_return_to_where_they_were()
    {
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 3; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = randn([2, 3], requires_grad: true);
            Tensor[] parts = x.chunk(2, 1);
            (Tensor values, _) = parts[0].max(1);
            values.sum().backward();
            using (Tensor? gradient = x.grad)
                Assert.NotNull(gradient);
            autograd.grad([(x * x).sum()], [x]);
            using var parameter = new TorchSharp.Modules.Parameter(zeros(3));
            Assert.Throws<ExternalException>(() => x.matmul(x));
        }
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_whole_module_leaves_nothing_when_disposed()
    {
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (nn.Module<Tensor, Tensor> net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU()))
        {
            using TorchSharp.Modules.AdamW adam = optim.AdamW(net.parameters());
            using DisposeScope scope = NewDisposeScope();
            net.call(ones(1, 3, 4, 4)).sum().backward();
            adam.step();
        }
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Errors_carry_the_native_message_and_leave_the_process_alive()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = zeros(2, 3);
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", Assert.Throws<ExternalException>(() => a.matmul(a)).Message,
            StringComparison.Ordinal);
        Assert.Contains("invalid for input of size 6", Assert.Throws<ExternalException>(() => a.view(4)).Message, StringComparison.Ordinal);
        Assert.Contains("out of range", Assert.Throws<ExternalException>(() => a.select(0, 5)).Message, StringComparison.Ordinal);
        Tensor x = ones(1, requires_grad: true);
        Tensor y = (x * x).sum();
        y.backward();
        Assert.Contains("second time", Assert.Throws<ExternalException>(() => y.backward()).Message, StringComparison.Ordinal);
        Assert.Contains("does not require grad", Assert.Throws<ExternalException>(() => a.sum().backward()).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", Assert.Throws<ExternalException>(() => a.matmul(a)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Device("tpu"));
        Tensor gone = zeros(1);
        gone.Dispose();
        Assert.ThrowsAny<InvalidOperationException>(() => gone.sum());
    }

    [Fact]
    public void The_thread_count_is_what_was_set()
    {
        int before = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
    }
}
