using SdCom.Edge.Runtime.Telemetry;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Telemetry;

/// <summary>Joules of a frame from a board's power readings.</summary>
public class PowerDrawTests
{
    private readonly FakeTime clock = new();
    private double load; // watts above the idle board's 3

    [Fact]
    public void A_frame_costs_the_power_above_idle_times_its_time()
    {
        PowerDraw idle = Measure(TimeSpan.FromMilliseconds(20), 0)!.Value;
        PowerDraw busy = Measure(TimeSpan.FromMilliseconds(8), 2.5)!.Value;
        Assert.Equal(3, idle.Watts, 1e-9);
        Assert.Equal(5.5, busy.Watts, 1e-9);
        Assert.Equal(250, busy.Steps);
        Assert.Equal(2.5 * 0.008, busy.JoulesAbove(idle), 1e-9);
    }

    [Fact]
    public void A_step_longer_than_the_whole_time_is_still_measured_once()
    {
        PowerDraw slow = Measure(TimeSpan.FromSeconds(5), 1)!.Value;
        Assert.Equal((1, 4.0), (slow.Steps, slow.Watts));
    }

    [Fact]
    public void Without_a_reading_nothing_is_told() =>
        Assert.Null(PowerDraw.Measure(() => null, () => clock.Advance(TimeSpan.FromMilliseconds(8)), TimeSpan.FromSeconds(2), clock));

    private PowerDraw? Measure(TimeSpan step, double watts)
    {
        load = watts;
        return PowerDraw.Measure(() => 3 + load, () => clock.Advance(step), TimeSpan.FromSeconds(2), clock);
    }
}
