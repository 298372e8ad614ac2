using SdCom.Edge.Bindings;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Networks;

/// <summary>The whole network as torch layers: the static net glances, the gate scores the widths, the dynamic net looks, the fusion answers.</summary>
public sealed class SdComNetwork : IDisposable
{
    private readonly Device device;

    /// <summary>Creates all parts; their random weights come from <paramref name="seed"/>. With <paramref name="workers"/>, norms that learn from a batch learn from all parts of it.</summary>
    public SdComNetwork(NetworkSpec spec, long seed, Device? device = null, Workers? workers = null)
    {
        Workers = workers ?? Workers.Alone;
        this.device = device ?? torch.CPU;
        torch.random.manual_seed(seed);
        Spec = spec;
        Static = new Backbone(spec.Static, device: this.device);
        Dynamic = new Backbone(spec.Dynamic, [.. spec.Widths.NonZero], this.device);
        Gate = new Gate(spec.Gate, this.device);
        Fusion = new Fusion(spec.Fusion, this.device, spec.PoolsPrefixes);
    }

    public NetworkSpec Spec { get; }

    public Backbone Static { get; }

    public Backbone Dynamic { get; }

    public Gate Gate { get; }

    public Fusion Fusion { get; }

    /// <summary>The processes that train this network together.</summary>
    public Workers Workers { get; private set; }

    /// <summary>Where the weights lie.</summary>
    public Device Device => device;

    /// <summary>
    /// The trunks compute in bfloat16 in passes that gradients follow; their features, statistics and weights, and every other pass, stay float32.
    /// </summary>
    public bool LearnsInBfloat16 { get; init; }

    /// <summary>The static net's feature [N x T, P] of <paramref name="clips"/> = N whole clips, normalised pictures [N x T, 3, S, S], each clip's frames in order.</summary>
    public Tensor Primary(Tensor pictures, NormPass pass, int clips)
    {
        using Tensor seen = Seen(pictures);
        using Tensor glance = Glance(seen);
        using IDisposable? brief = Shorten();
        return Static.Forward(glance, Width.Full, Together(pass), clips);
    }

    /// <summary>The same for the next frames of streams that go on; what their temporal shift keeps goes in and comes out.</summary>
    public (Tensor Primary, ShiftState Next) PrimaryStep(Tensor pictures, NormPass pass, ShiftState state)
    {
        using Tensor seen = Seen(pictures);
        using Tensor glance = Glance(seen);
        return Static.Step(glance, Width.Full, pass, state);
    }

    /// <summary>The dynamic net's feature [N x T, D at width] of <paramref name="clips"/> = N whole clips [N x T, 3, S, S]; null when the width is skip.</summary>
    public Tensor? Supplementary(Tensor pictures, Width width, NormPass pass, int clips)
    {
        if (width.IsSkip)
            return null;
        using Tensor seen = Seen(pictures);
        using IDisposable? brief = Shorten();
        return Dynamic.Forward(seen, width, Together(pass), clips);
    }

    /// <summary>The same for the next frames of streams that go on; what the dynamic net's temporal shift keeps goes in and comes out. Skip gives null and the state itself.</summary>
    public (Tensor? Supplementary, ShiftState Next) SupplementaryStep(Tensor pictures, Width width, NormPass pass, ShiftState state)
    {
        if (width.IsSkip)
            return (null, state);
        using Tensor seen = Seen(pictures);
        return Dynamic.Step(seen, width, pass, state);
    }

    /// <summary>The other processes are done; what follows is this one's own.</summary>
    public void PartWays() => Workers = Workers.Alone;

    /// <summary>All tensors by name: <c>static.</c>, <c>dynamic.</c>, <c>gate.</c> and <c>fusion.</c></summary>
    public NamedTensors All()
    {
        NamedTensors named = Trunks();
        Gate.Collect("gate", named);
        Fusion.Collect("fusion", named);
        return named;
    }

    /// <summary>The tensors of the two trunks.</summary>
    public NamedTensors Trunks()
    {
        NamedTensors named = new();
        Static.Collect("static", named);
        Dynamic.Collect("dynamic", named);
        return named;
    }

    /// <summary>The fusion's tensors.</summary>
    public NamedTensors FusionTensors()
    {
        NamedTensors named = new();
        Fusion.Collect("fusion", named);
        return named;
    }

    /// <summary>The gate's tensors.</summary>
    public NamedTensors GateTensors()
    {
        NamedTensors named = new();
        Gate.Collect("gate", named);
        return named;
    }

    /// <summary>Writes all weights as safetensors, aside then renamed.</summary>
    public void Save(string path) => Safetensors.Write(path, All().ToWeights());

    /// <summary>Reads all weights.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or another network's.</exception>
    public void Load(string path) => Load(All(), path);

    /// <summary>Reads the weights of the trunks and the fusion; the gate stays as it is, so that it may have another size than the file's.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or another network's.</exception>
    public void LoadSupernet(string path)
    {
        NamedTensors supernet = Trunks();
        Fusion.Collect("fusion", supernet);
        Load(supernet, path);
    }

    /// <summary>Reads the weights of the trunks, those of its own widths; gate and fusion stay as they are.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or another network's.</exception>
    public void LoadTrunks(string path) => Load(Trunks(), path);

    private static void Load(NamedTensors tensors, string path)
    {
        if (!File.Exists(path))
            throw new InputException($"{path}: weights are not there; train them first.");
        try
        {
            tensors.CopyFrom(Safetensors.Read(path));
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        Static.Dispose();
        Dynamic.Dispose();
        Gate.Dispose();
        Fusion.Dispose();
    }

    private IDisposable? Shorten() => LearnsInBfloat16 && torch.is_grad_enabled() ? TorchExtras.Autocast(device) : null;

    private NormPass Together(NormPass pass) => pass.FromBatch ? pass with { Group = Workers.Group } : pass;

    // What both trunks see of the pictures. Here and below always a tensor of its own, so that the caller may dispose it.
    private Tensor Seen(Tensor pictures) => Spec.Standardises ? Exposure.Standardise(pictures) : pictures.alias();

    private Tensor Glance(Tensor pictures) => Spec.Description.Glance == 1 ? pictures.alias() : F.avg_pool2d(pictures, Spec.Description.Glance);
}
