using SdCom.Edge.Core;
using TorchSharp;

namespace SdCom.Edge.Training.Tests.Published;

/// <summary>What tests against the reference numbers share: one thread, and a scope that frees all tensors.</summary>
public abstract class GoldenTest : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();

    protected GoldenTest()
    {
        torch.set_num_threads(1);
        torch.random.manual_seed(1);
    }

    protected static WidthSet Widths => WidthSet.Default;

    public void Dispose()
    {
        scope.Dispose();
        GC.SuppressFinalize(this);
    }
}
