using SdCom.Edge.Host.Terminal;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Terminal;

public class ProgressTests
{
    [Fact]
    public void A_pipe_gets_a_line_every_ten_seconds_and_one_at_the_end_however_many_steps_there_are()
    {
        FakeTime time = new();
        List<string> said = [];
        Progress.Lines lines = new("clips", 1000, time, said.Add);
        for (int done = 1; done <= 300; done++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            lines.Tell(done);
        }

        Assert.Equal(["100 of 1000 clips", "200 of 1000 clips", "300 of 1000 clips"], said);
        lines.Tell(299); // another thread was late
        lines.Tell(1000);
        lines.Tell(1000);
        Assert.Equal("1000 of 1000 clips", Assert.Single(said.Skip(3)));
    }

    [Fact]
    public void Few_long_steps_are_told_as_they_end()
    {
        FakeTime time = new();
        List<string> said = [];
        Progress.Lines lines = new("rounds", 3, time, said.Add);
        foreach (int done in (int[])[1, 2, 3])
        {
            time.Advance(TimeSpan.FromSeconds(40));
            lines.Tell(done);
        }

        Assert.Equal(["1 of 3 rounds", "2 of 3 rounds", "3 of 3 rounds"], said);
    }
}
