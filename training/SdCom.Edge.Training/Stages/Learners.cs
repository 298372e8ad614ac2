using SdCom.Edge.Core;
using SdCom.Edge.Training.Networks;
using TorchSharp.Modules;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// What of a stage learns, and how fast. A prefix stands for the tensors whose names begin with its dotted parts: <c>dynamic.layer1</c> is
/// <c>dynamic.layer1.0.conv1.weight</c> and its like, but not <c>dynamic.layer10</c>.
/// </summary>
public static class Learners
{
    /// <summary>Whether one of the prefixes stands for the tensor.</summary>
    public static bool Named(string tensor, IEnumerable<string> prefixes) => prefixes.Any(prefix => Covers(prefix, tensor));

    /// <summary>
    /// Lets exactly those parameters learn that no prefix freezes, and groups them by their multiple of the rate: that of the longest prefix, else 1.
    /// A norm whose scale is frozen keeps its statistics too.
    /// </summary>
    /// <param name="tensors">The stage's tensors.</param>
    /// <param name="rates">Multiples of the rate by prefix.</param>
    /// <param name="freeze">Prefixes of what stays as it is.</param>
    /// <param name="stage">The stage's key in the recipe, for messages.</param>
    /// <exception cref="InputException">A prefix stands for nothing, or nothing is left to learn.</exception>
    public static IReadOnlyList<RateGroup> Choose(NamedTensors tensors, IReadOnlyDictionary<string, double> rates, IReadOnlyCollection<string> freeze, string stage)
    {
        Check("rates", rates.Keys);
        Check("freeze", freeze);
        List<(Parameter Parameter, double Rate)> learning = [];
        foreach ((string name, TorchSharp.torch.Tensor value) in tensors.Entries)
        {
            if (value is not Parameter parameter)
                continue;
            parameter.requires_grad = !Named(name, freeze);
            if (parameter.requires_grad)
                learning.Add((parameter, Rate(name)));
        }

        if (learning.Count == 0)
            throw new InputException($"recipe: {stage}.freeze leaves nothing to learn; take out a prefix.");
        return [.. learning.GroupBy(l => l.Rate, l => l.Parameter).Select(group => new RateGroup([.. group], group.Key))];

        double Rate(string name) => rates.Where(r => Covers(r.Key, name)).OrderByDescending(r => r.Key.Length).Select(r => r.Value).FirstOrDefault(1);

        void Check(string key, IEnumerable<string> prefixes)
        {
            foreach (string prefix in prefixes)
            {
                if (!tensors.Entries.Any(e => Covers(prefix, e.Name)))
                    throw new InputException($"recipe: {stage}.{key} names {prefix}, but the stage trains no tensor of that name; names begin with {Beginnings(tensors)}.");
            }
        }
    }

    /// <summary>The first rates, overridden and completed by the second.</summary>
    public static IReadOnlyDictionary<string, double> With(this IReadOnlyDictionary<string, double> first, IReadOnlyDictionary<string, double> second) =>
        second.Concat(first.Where(f => !second.ContainsKey(f.Key))).ToDictionary();

    private static bool Covers(string prefix, string tensor) =>
        tensor.StartsWith(prefix, StringComparison.Ordinal) && (tensor.Length == prefix.Length || tensor[prefix.Length] == '.');

    private static string Beginnings(NamedTensors tensors) =>
        string.Join(", ", tensors.Entries.Select(e => string.Join('.', e.Name.Split('.').Take(2))).Distinct().Take(8)) + " ...";
}
