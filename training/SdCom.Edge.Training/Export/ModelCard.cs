using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Preprocessing;
using static SdCom.Edge.Training.Export.Markdown;

namespace SdCom.Edge.Training.Export;

/// <summary>Writes <c>MODEL_CARD.md</c> from the facts of a run. Every number is measured or counted; none is typed in.</summary>
public static class ModelCard
{
    /// <summary>The card's text.</summary>
    public static string Write(CardFacts facts)
    {
        Markdown card = new();
        Head(card, facts);
        Widths(card, facts.Run);
        Prices(card, facts.Run);
        Baselines(card, facts);
        Variants(card, facts);
        Classes(card, facts.Run);
        Training(card, facts);
        return card.ToString();
    }

    private static void Head(Markdown card, CardFacts facts)
    {
        RunEvaluation evaluation = facts.Run.Evaluation;
        NetworkDescription network = facts.Run.Network.Description;
        card.Heading(1, facts.Name);
        card.Paragraph($"Recognises {evaluation.Classes.Count} actions in video: {string.Join(", ", evaluation.Classes)}. Made by `sdcom-train export` from the files of a training run; every number below was measured or counted by the program.");
        card.Paragraph($"A static net ({network.Static}) looks at each processed frame at {facts.Run.Network.GlanceSize} x {facts.Run.Network.GlanceSize} pixels. A gate then picks the width of a slimmable dynamic net ({network.Dynamic}, {network.InputSize} x {network.InputSize} pixels), and a classifier over the last {network.Segments} processed frames answers. One frame is processed every {facts.SegmentIntervalMs} ms.");
        foreach ((string net, BackboneSpec trunk, int size) in new[] { ("static", facts.Run.Network.Static, facts.Run.Network.GlanceSize), ("dynamic", facts.Run.Network.Dynamic, facts.Run.Network.InputSize) })
        {
            if (trunk.Shifts())
                card.Paragraph($"The {net} net shifts in time: its residual blocks see {Percent(trunk.Blocks.Max(b => b.Shift))} of their input's channels as they were in the frame before. It costs no MACs; a stream keeps {trunk.ShiftStateLength(size)} numbers for it.");
        }

        if (facts.Run.Network.Fit == PictureFit.Stretch)
            card.Paragraph($"The picture is the whole frame, stretched to the square: nothing beside the centre is cut away. The shapes that it learned are those of its clips' frames; a camera of another aspect ratio shows them otherwise.");
        if (facts.Run.Network.SeesChanges)
            card.Paragraph($"The nets do not see pictures but what changed since the processed frame before, amplified {PictureChanges.Gain} times: places cannot be learned by heart, and who stands still is not seen. A camera that moves shows changes everywhere.");
        if (facts.Run.Network.Standardises)
            card.Paragraph($"Every picture is brought to the same mean and deviation inside the graphs, amplified at most {PictureExposure.MaxGain:0} times, so that dark and pale pictures are seen alike. It is not counted in MACs.");
        card.Paragraph($"An answer counts as \"no action\" when {(evaluation.NoActionClass is { } name ? $"the class is `{name}` or " : "")}its probability is under {Number(evaluation.NoActionThreshold)}. Probabilities are those of the logits divided by the temperature {Number(evaluation.Temperature)}; threshold and temperature were fitted on the validation clips.");
    }

    private static void Widths(Markdown card, CardRun run)
    {
        CostTable costs = run.Costs;
        card.Heading(2, "Every width by itself");
        card.Paragraph($"Every frame pays {Millions(costs.AlwaysPaid)} multiply-accumulates (MACs): static net {Millions(costs.Static.Macs)}, gate {Millions(costs.Gate.Macs)}, fusion {Millions(costs.Fusion.Macs)}. They have {Millions(costs.Static.Parameters)}, {Millions(costs.Gate.Parameters)} and {Millions(costs.Fusion.Parameters)} parameters. Here one width ran on every frame.");
        card.Table(
            ["width", "MACs a frame", "of full", "dynamic parameters", .. EachSet(run, s => $"{s.Short} top-1"), .. EachSet(run, s => $"{s.Short} macro")],
            costs.Widths.Select((width, i) => (IReadOnlyList<string>)
            [
                width.ToString(),
                Millions(costs.Frame(i)),
                Percent((double)costs.Frame(i) / costs.FullFrame),
                Millions(costs.Dynamic[i].Parameters),
                .. EachSet(run, s => Percent(s.Set.Fixed[i].Top1)),
                .. EachSet(run, s => Percent(s.Set.Fixed[i].MacroTop1)),
            ]));
        card.Paragraph($"Top-1 is the share of clips answered rightly, macro the mean of that share over the classes. {string.Join("; ", EachSet(run, s => $"{s.Long}: {s.Set.Name}, {s.Set.Clips} clips"))}.");
    }

    private static void Prices(Markdown card, CardRun run)
    {
        RunEvaluation evaluation = run.Evaluation;
        card.Heading(2, "The gate at a price");
        card.Paragraph($"The gate takes the width with the largest score minus price x relative cost: one model for every budget. Without a budget a device uses the price {Number(evaluation.DefaultPrice)}. MACs are means over the processed frames.");
        card.Table(
            ["price", .. EachSet(run, s => $"{s.Short} MACs a frame"), .. EachSet(run, s => $"{s.Short} of full"), .. EachSet(run, s => $"{s.Short} top-1"), .. run.Network.Widths.Select(w => $"frames at {w}")],
            evaluation.Validation.Priced.Select((point, i) => (IReadOnlyList<string>)
            [
                Number(point.Price) + (point.Price == evaluation.DefaultPrice ? " (default)" : ""),
                .. EachSet(run, s => Millions(At(s.Set, point.Price)?.MacsPerFrame ?? double.NaN)),
                .. EachSet(run, s => Percent((At(s.Set, point.Price)?.MacsPerFrame ?? double.NaN) / run.Costs.FullFrame)),
                .. EachSet(run, s => Percent(At(s.Set, point.Price)?.Top1 ?? double.NaN)),
                .. point.WidthShare.Select(Percent),
            ]));
        card.Paragraph($"The shares of the widths are those on the validation clips.");
    }

    private static void Baselines(Markdown card, CardFacts facts)
    {
        CardRun run = facts.Run;
        card.Heading(2, "Against simple policies");
        card.Table(
            ["policy", .. EachSet(run, s => $"{s.Short} MACs a frame"), .. EachSet(run, s => $"{s.Short} top-1"), .. EachSet(run, s => $"{s.Short} macro")],
            [
                Line("full width on every frame", s => s.Fixed[^1]),
                Line("gate at the default price", s => At(s, run.Evaluation.DefaultPrice)),
                Line("the same shares of widths, drawn blindly", s => s.Random),
                Line("skip while the answer is sure, else full width: the threshold nearest to the gate's MACs", s => Nearest(s, s.Confident)),
                Line("gate without memory, one frame at a time (AR-Net-like): the price nearest to the gate's MACs", s => Nearest(s, s.Memoryless)),
                Line("static net only", s => run.Network.Widths[0].IsSkip ? s.Fixed[0] : null),
            ]);

        PolicyResult? Nearest(SetEvaluation set, IEnumerable<PolicyResult>? points)
        {
            double macs = At(set, run.Evaluation.DefaultPrice)?.MacsPerFrame ?? 0;
            return points?.MinBy(p => Math.Abs(p.MacsPerFrame - macs));
        }

        IReadOnlyList<string> Line(string name, Func<SetEvaluation, PolicyResult?> policy) =>
        [
            name,
            .. EachSet(run, s => policy(s.Set) is { } result ? Millions(result.MacsPerFrame) : "-"),
            .. EachSet(run, s => policy(s.Set) is { } result ? Percent(result.Top1) : "-"),
            .. EachSet(run, s => policy(s.Set) is { } result ? Percent(result.MacroTop1) : "-"),
        ];
    }

    private static void Variants(Markdown card, CardFacts facts)
    {
        card.Heading(2, "Published method and ours, side by side");
        if (facts.Faithful is not { } faithful)
        {
            card.Paragraph($"The published method was not trained on this data for this card.");
            return;
        }

        card.Paragraph($"Faithful: the published policy training (width squared as cost, soft widths in training, noise at inference). Ours is the model in this package. Same data, same split.");
        card.Table(["", "faithful", "ours"], Rows());

        IEnumerable<IReadOnlyList<string>> Rows()
        {
            yield return ["network", Describe(faithful), Describe(facts.Run)];
            yield return ["MACs that every frame pays", Millions(faithful.Costs.AlwaysPaid), Millions(facts.Run.Costs.AlwaysPaid)];
            yield return ["MACs of a full frame", Millions(faithful.Costs.FullFrame), Millions(facts.Run.Costs.FullFrame)];
            foreach ((string set, Func<RunEvaluation, SetEvaluation?> choose) in new (string, Func<RunEvaluation, SetEvaluation?>)[] { ("validation", e => e.Validation), ("test", e => e.Test) })
            {
                yield return [$"{set}: top-1, full width", .. Both(choose, (s, _) => s.Fixed[^1], r => Percent(r.Top1))];
                yield return [$"{set}: top-1, gate at its default price", .. Both(choose, (s, e) => At(s, e.DefaultPrice), r => Percent(r.Top1))];
                yield return [$"{set}: MACs a frame, gate at its default price", .. Both(choose, (s, e) => At(s, e.DefaultPrice), r => Millions(r.MacsPerFrame))];
                yield return [$"{set}: top-1, noisy inference as published", .. Both(choose, (s, _) => s.Noisy, r => Percent(r.Top1))];
                yield return [$"{set}: MACs a frame, noisy inference as published", .. Both(choose, (s, _) => s.Noisy, r => Millions(r.MacsPerFrame))];
            }
        }

        IEnumerable<string> Both(Func<RunEvaluation, SetEvaluation?> choose, Func<SetEvaluation, RunEvaluation, PolicyResult?> policy, Func<PolicyResult, string> show) =>
            new[] { faithful, facts.Run }.Select(run => choose(run.Evaluation) is { } set && policy(set, run.Evaluation) is { } result ? show(result) : "-");

        static string Describe(CardRun run) => $"{run.Network.Description.Static} + {run.Network.Description.Dynamic}, {run.Network.InputSize} px, {run.Network.Description.Segments} frames";
    }

    private static void Classes(Markdown card, CardRun run)
    {
        SetEvaluation set = run.Evaluation.Test ?? run.Evaluation.Validation;
        if (set.Confusion.Count == 0)
            return;
        IReadOnlyList<string> names = run.Evaluation.Classes;
        card.Heading(2, $"Classes ({(run.Evaluation.Test is null ? "validation" : "test")} clips, default price)");
        card.Table(["class", "clips", "right", "most often taken for"], set.Confusion.Select((row, i) =>
        {
            int clips = row.Sum();
            int wrong = Enumerable.Range(0, row.Count).Where(j => j != i).OrderByDescending(j => row[j]).FirstOrDefault(-1);
            return (IReadOnlyList<string>)
            [
                names[i],
                $"{clips}",
                clips == 0 ? "-" : Percent((double)row[i] / clips),
                wrong >= 0 && row[wrong] > 0 ? $"{names[wrong]} ({row[wrong]})" : "-",
            ];
        }));
    }

    private static void Training(Markdown card, CardFacts facts)
    {
        card.Heading(2, "Data and training");
        card.Paragraph($"Clips: `{facts.Data}`. {facts.Split} Seed {facts.Seed}. The recipe, from which `./sdcom train all` makes these weights again:");
        card.Block("json", facts.Recipe);
        if (facts.Notes is { } notes)
            card.Raw(notes);
        else
            card.Paragraph($"Nothing was noted about the origin, the licence and the limits of the data (`--notes` adds it). The numbers above hold for clips like these; another camera, place or person can do worse.");
    }

    private static PricedResult? At(SetEvaluation set, double price) => set.Priced.FirstOrDefault(p => p.Price == price);

    private static IEnumerable<string> EachSet(CardRun run, Func<(string Short, string Long, SetEvaluation Set), string> show)
    {
        yield return show(("val", "Validation (val)", run.Evaluation.Validation));
        if (run.Evaluation.Test is { } test)
            yield return show(("test", "Test", test));
    }
}
