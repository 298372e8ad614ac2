using SdCom.Edge.Core.Clips;
using SdCom.Edge.Runtime.Quantisation;

namespace SdCom.Edge.Runtime.Tests.Quantisation;

public class CalibrationClipsTests
{
    [Fact]
    public void All_classes_give_alike_and_a_small_one_gives_what_it_has()
    {
        Clip[] clips = [.. Of("wave", 10, from: 1), .. Of("hover", 2, from: 11), .. Of("land", 10, from: 13)];
        IReadOnlyList<Clip> chosen = CalibrationClips.Choose(clips, 10);
        Assert.Equal(10, chosen.Distinct().Count());
        Assert.Equal([4, 2, 4], ((string[])["wave", "hover", "land"]).Select(label => chosen.Count(clip => clip.Label == label)));
        // Spread over the class, in the list's order.
        Assert.Equal([1, 3, 6, 8], chosen.Where(clip => clip.Label == "wave").Select(clip => clip.Line));
        Assert.Equal(chosen.OrderBy(clip => clip.Line), chosen);
    }

    [Fact]
    public void More_than_there_are_is_all() => Assert.Equal(5, CalibrationClips.Choose([.. Of("a", 2, 1), .. Of("b", 3, 3)], 100).Count);

    [Fact]
    public void Fewer_than_classes_is_as_many_as_asked() => Assert.Equal(2, CalibrationClips.Choose([.. Of("a", 2, 1), .. Of("b", 3, 3), .. Of("c", 3, 6)], 2).Count);

    private static IEnumerable<Clip> Of(string label, int count, int from) => Enumerable.Range(from, count).Select(line => new Clip($"{line}.mp4", label, null, null, line));
}
