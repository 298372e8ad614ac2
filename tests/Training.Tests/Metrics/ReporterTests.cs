using SdCom.Edge.Training.Metrics;

namespace SdCom.Edge.Training.Tests.Metrics;

public sealed class ReporterTests
{
    [Fact]
    public void Plain_lines_come_at_most_every_ten_seconds_and_tell_what_is_left()
    {
        StringWriter told = new();
        FakeTime time = new();
        new Reporter(told, terminal: false, time).Track("Work", 10, progress =>
        {
            for (int i = 0; i < 10; i++)
            {
                time.Now += TimeSpan.FromSeconds(4);
                progress.Advance(note: $"note {i}");
            }
        });
        Assert.Equal(
            [
                "Work: 3/10, 0:12 gone, 0:28 left, note 2",
                "Work: 6/10, 0:24 gone, 0:16 left, note 5",
                "Work: 9/10, 0:36 gone, 0:04 left, note 8",
                "Work: 10/10, 0:40 gone, 0:00 left, note 9",
            ],
            told.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Work_that_goes_on_counts_its_own_speed_only()
    {
        StringWriter told = new();
        FakeTime time = new();
        new Reporter(told, terminal: false, time).Track("Work", 100, progress =>
        {
            time.Now += TimeSpan.FromSeconds(20);
            progress.Advance(2);
        }, done: 90);
        Assert.StartsWith("Work: 92/100, 0:20 gone, 1:20 left", told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_lines_may_come_between_the_bars()
    {
        StringWriter told = new();
        Reporter reporter = new(told, terminal: true);
        reporter.Track("Work [1]", 2, progress =>
        {
            progress.Advance(note: "half");
            reporter.Line("said [in between]");
            progress.Advance();
        });
        Assert.Contains("said [in between]", told.ToString(), StringComparison.Ordinal);
    }

    private sealed class FakeTime : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
