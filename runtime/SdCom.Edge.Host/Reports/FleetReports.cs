using SdCom.Edge.Runtime.Evaluation;

namespace SdCom.Edge.Host.Reports;

/// <summary>One clip of <c>eval --answers</c>: what a fleet's result of the same clip says, but for who gave it.</summary>
internal sealed record AnswerLine
{
    public required string Path { get; init; }

    public required string Label { get; init; }

    /// <summary>The most probable class; null where there is a problem.</summary>
    public string? Answer { get; init; }

    public required IReadOnlyList<float> Probabilities { get; init; }

    public required int Frames { get; init; }

    public required long Macs { get; init; }

    /// <summary>Why there is no answer.</summary>
    public string? Problem { get; init; }

    public static AnswerLine Of(ClipAnswer answer, IReadOnlyList<string> classes) => new()
    {
        Path = answer.Clip.Path,
        Label = answer.Clip.Label,
        Answer = answer.ClassIndex < 0 ? null : classes[answer.ClassIndex],
        Probabilities = answer.Probabilities,
        Frames = answer.Frames,
        Macs = answer.Macs,
        Problem = answer.Problem,
    };
}

/// <summary>What <c>fleet results --json</c> says: the sums over all results, as <c>eval</c> has them.</summary>
/// <param name="Submitted">Clips that were submitted.</param>
/// <param name="Answered">Those with a result.</param>
/// <param name="Dead">Those that were given up.</param>
/// <param name="Open">Those that nobody has settled.</param>
/// <param name="Duplicates">Results that were left out because their clip had one already.</param>
/// <param name="Top1">Share of the answered whose label is the answer.</param>
/// <param name="MacsPerFrame">The mean.</param>
internal sealed record ResultsReport(int Submitted, int Answered, int Dead, int Open, int Duplicates, double Top1, double MacsPerFrame);
