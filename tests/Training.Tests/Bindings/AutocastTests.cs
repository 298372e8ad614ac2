using System.Runtime.InteropServices;
using SdCom.Edge.Bindings;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Bindings;

public sealed class AutocastTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    [Fact]
    public void A_scope_shortens_products_and_puts_back_what_was_before()
    {
        Tensor x = torch.ones(2, 3), weight = torch.ones(4, 3);
        Assert.Equal(ScalarType.Float32, Product());
        using (TorchExtras.Autocast(CPU))
        {
            Assert.Equal(ScalarType.BFloat16, Product());
            using (TorchExtras.Autocast(CPU, enabled: false))
                Assert.Equal(ScalarType.Float32, Product());
            Assert.Equal(ScalarType.BFloat16, Product());
        }

        Assert.Equal(ScalarType.Float32, Product());

        ScalarType Product() => nn.functional.linear(x, weight).dtype;
    }

    [Fact]
    public void A_scope_ends_when_the_work_inside_fails()
    {
        Assert.Throws<ExternalException>(() =>
        {
            using IDisposable brief = TorchExtras.Autocast(CPU);
            torch.ones(2, 3).mm(torch.ones(2, 3));
        });
        Assert.Equal(ScalarType.Float32, torch.ones(2, 3).mm(torch.ones(3, 2)).dtype);
    }

    [Fact]
    public void Leaving_twice_is_leaving_once()
    {
        using IDisposable outer = TorchExtras.Autocast(CPU);
        IDisposable inner = TorchExtras.Autocast(CPU, enabled: false);
        inner.Dispose();
        using IDisposable none = TorchExtras.Autocast(CPU, enabled: false);
        inner.Dispose();
        Assert.Equal(ScalarType.Float32, torch.ones(2, 3).mm(torch.ones(3, 2)).dtype);
    }

    [Fact]
    public void Weights_are_converted_anew_after_a_scope()
    {
        Tensor weight = torch.ones(1, 1).requires_grad_();
        Assert.Equal(1, Answer());
        using (torch.no_grad())
            weight.fill_(2);
        Assert.Equal(2, Answer());

        float Answer()
        {
            using IDisposable brief = TorchExtras.Autocast(CPU);
            return torch.ones(1, 1).mm(weight).to(ScalarType.Float32).item<float>();
        }
    }

    [Fact]
    public void A_device_without_autocast_is_told_in_words()
    {
        Device device = new(DeviceType.META);
        Assert.Throws<ExternalException>(() => TorchExtras.Autocast(device));
        Assert.False(TorchExtras.TrainsInBfloat16(device));
    }

    public void Dispose() => scope.Dispose();
}
