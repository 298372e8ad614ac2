using SdCom.Edge.Runtime.Capture.Live;

namespace SdCom.Edge.Runtime.Tests.Capture;

public class BackOffTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Fact]
    public void Waits_double_up_to_the_limit_and_chance_takes_off_up_to_half()
    {
        BackOff backOff = new(First, Longest, new Random(1));
        double[] waits = [.. Enumerable.Range(0, 200).Select(_ => backOff.Next().TotalSeconds)];
        double[] ceilings = [1, 2, 4, 8, 10];
        for (int i = 0; i < waits.Length; i++)
        {
            double ceiling = ceilings[Math.Min(i, ceilings.Length - 1)];
            Assert.InRange(waits[i], ceiling / 2, ceiling);
        }

        Assert.True(waits[10..].Max() - waits[10..].Min() > 4); // the whole range is used
    }

    [Fact]
    public void After_a_success_it_begins_anew()
    {
        BackOff backOff = new(First, Longest, new Random(1));
        for (int i = 0; i < 100; i++)
            backOff.Next();
        backOff.Reset();
        Assert.InRange(backOff.Next(), First / 2, First);
    }

    [Fact]
    public void Two_devices_do_not_come_back_at_the_same_moment() =>
        Assert.NotEqual(new BackOff(First, Longest, new Random(1)).Next(), new BackOff(First, Longest, new Random(2)).Next());
}
