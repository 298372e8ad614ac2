using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// A second network that follows the learning one as an exponential moving average (Polyak and Juditsky 1992; as a teacher, Tarvainen and
/// Valpola 2017): parameters and running statistics, in place, without gradients.
/// </summary>
public sealed class AveragedNetwork : IDisposable
{
    private readonly double decay;
    private readonly NamedTensors copies;
    private readonly (Tensor Live, Tensor Copy)[] pairs;
    private readonly (Tensor Live, Tensor Copy)[] moving;

    /// <summary>Creates the copy; call <see cref="Start"/> or restore a checkpoint before the first step.</summary>
    /// <param name="live">The network that learns.</param>
    /// <param name="part">The tensors of a network that are averaged.</param>
    /// <param name="decay">How much of itself the copy keeps at each step, at most.</param>
    /// <param name="frozen">Beginnings of the names of tensors that stay as they are; a mean of equal numbers would drift by rounding.</param>
    public AveragedNetwork(SdComNetwork live, Func<SdComNetwork, NamedTensors> part, double decay, IReadOnlyList<string>? frozen = null)
    {
        this.decay = decay;
        Network = new SdComNetwork(live.Spec, seed: 0, live.Device);
        copies = part(Network);
        pairs = [.. part(live).Entries.Zip(copies.Entries, (l, c) => (l.Value, c.Value))];
        moving = [.. pairs.Where((_, i) => !Learners.Named(copies.Entries[i].Name, frozen ?? []))];
    }

    /// <summary>The averaged network; use it with evaluating norms.</summary>
    public SdComNetwork Network { get; }

    /// <summary>How much a copy keeps after a number of steps: early ones forget faster, so that the first weights do not linger.</summary>
    public static double Keep(double decay, int step) => Math.Min(decay, (1.0 + step) / (10.0 + step));

    /// <summary>Makes the copy equal to the learning network.</summary>
    public void Start()
    {
        using IDisposable off = torch.no_grad();
        foreach ((Tensor live, Tensor copy) in pairs)
            copy.copy_(live);
    }

    /// <summary>copy = keep x copy + (1 - keep) x live, after the step of this number, from 0.</summary>
    public void Follow(int step)
    {
        double keep = Keep(decay, step);
        using IDisposable off = torch.no_grad();
        foreach ((Tensor live, Tensor copy) in moving)
            copy.mul_(keep).add_(live, 1 - keep);
    }

    /// <summary>Puts the averages into the learning network: training is over.</summary>
    public void CopyToLive()
    {
        using IDisposable off = torch.no_grad();
        foreach ((Tensor live, Tensor copy) in pairs)
            live.copy_(copy);
    }

    /// <summary>Adds the averages by name, for checkpoints.</summary>
    public void Collect(string prefix, NamedTensors into)
    {
        foreach ((string name, Tensor value) in copies.Entries)
            into.Add($"{prefix}.{name}", value);
    }

    public void Dispose() => Network.Dispose();
}
