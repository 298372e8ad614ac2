using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>The graphs of a model, loaded, bound to each other, warm and proven: what one camera needs.</summary>
public sealed class Nets : IDisposable
{
    private readonly BoundTensor<byte> image;

    /// <summary>Loads every graph and proves nothing: see <see cref="Load"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="engine">What runs the graphs.</param>
    /// <param name="onlyFullWidth">Leaves the other widths out, for comparing memory.</param>
    /// <exception cref="EngineException">A graph does not load or does not fit.</exception>
    public Nets(ModelPackage model, Engine engine, bool onlyFullWidth = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        image = new BoundTensor<byte>(1, model.Network.InputSize, model.Network.InputSize, 3);
        Static = new StaticNet(model, engine, image);
        Dynamic = new DynamicNet(model, engine, image, onlyFullWidth);
        Fusion = new FusionNet(model, engine, Static.Primary, Dynamic.Supplementary);
    }

    /// <summary>Loads every graph and runs the manifest's parity vector at each width, which also makes the first real frame as quick as the others.</summary>
    /// <param name="model">The model.</param>
    /// <param name="engine">What runs the graphs.</param>
    /// <param name="onlyFullWidth">Leaves the other widths out, for comparing memory; parity is then proven for the full width alone.</param>
    /// <exception cref="EngineException">A graph does not load, does not fit, or computes something else than the manifest says.</exception>
    public static Nets Load(ModelPackage model, Engine engine, bool onlyFullWidth = false)
    {
        Nets nets = new(model, engine, onlyFullWidth);
        try
        {
            ParityCheck.Run(model, nets, onlyFullWidth);
            NativeHeap.Trim();
            return nets;
        }
        catch
        {
            nets.Dispose();
            throw;
        }
    }

    /// <summary>The picture to look at, [size, size, 3] RGB.</summary>
    public Span<byte> Image => image.Span;

    public StaticNet Static { get; }

    public DynamicNet Dynamic { get; }

    public FusionNet Fusion { get; }

    /// <summary>From now on several recognisers that look at each frame in turn pay for it once; what they answer stays the same, bit by bit.</summary>
    public void Remember()
    {
        Static.Remember();
        Dynamic.Remember();
    }

    /// <summary>Runs the sessions of one frame and nothing around them: what the engine alone takes.</summary>
    public void RunBare(int widthIndex)
    {
        Static.RunBare();
        Dynamic.RunBare(widthIndex);
        Fusion.RunBare();
    }

    public void Dispose()
    {
        Fusion.Dispose();
        Dynamic.Dispose();
        Static.Dispose();
        image.Dispose();
    }
}
