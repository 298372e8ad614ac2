using SdCom.Edge.Runtime.Outputs.Rules;

namespace SdCom.Edge.Host.Outputs;

/// <summary>Which messages an output gets, in the words of the command line: <c>actions=A+B,camera=C,min=0.8,debounce=5s</c>, and after <c>or</c> another rule of the same kind.</summary>
internal static class OutputRules
{
    public const string Actions = "actions";
    public const string Cameras = "camera";
    public const string Minimum = "min";
    public const string Debounce = "debounce";

    /// <summary>Reads an output's rules; the first one's keys stand among the output's own.</summary>
    /// <exception cref="UsageException">One of them is wrong, or admits everything beside others.</exception>
    public static IReadOnlyList<OutputRule> Read(OutputSpec spec)
    {
        IReadOnlyList<OutputSpec> groups = spec.Groups();
        List<OutputRule> rules = [];
        foreach (OutputSpec one in groups)
        {
            if (groups.Count > 1 && !one.HasAny(Actions, Cameras, Minimum, Debounce))
                throw new UsageException($"{spec.Option} {spec.Name}: a rule beside 'or' names nothing, so it admits everything; give it {Actions}, {Cameras}, {Minimum} or {Debounce}, or leave the others away.");
            rules.Add(new OutputRule
            {
                Actions = one.Names(Actions),
                Cameras = one.Names(Cameras),
                MinimumConfidence = one.Fraction(Minimum, 0),
                Debounce = one.Time(Debounce, TimeSpan.Zero),
            });
            one.Finish();
        }

        return rules;
    }

    /// <summary>What in an output's rules does not fit the run; null when everything does.</summary>
    /// <param name="output">The output.</param>
    /// <param name="scene">What there is to be named.</param>
    public static string? Misfit(OutputParts output, OutputScene scene)
    {
        foreach (OutputRule rule in output.Rules)
        {
            if (rule.Actions.FirstOrDefault(action => !scene.Classes.Contains(action)) is { } unknown)
                return $"--output {output.Name}: {Actions}: the model knows no '{unknown}'; it knows {string.Join(", ", scene.Classes)}.";
            if (rule.Cameras.FirstOrDefault(camera => !scene.Cameras.Contains(camera)) is { } missing)
                return $"--output {output.Name}: {Cameras}: there is no '{missing}'; there is {string.Join(", ", scene.Cameras.Select(camera => camera ?? "one, which needs no name"))}.";
        }

        return null;
    }
}
