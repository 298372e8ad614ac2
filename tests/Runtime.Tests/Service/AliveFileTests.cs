using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Service;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Service;

public class AliveFileTests(Models models)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly string path = models.NewPath(".alive");
    private readonly List<string> said = [];

    [Fact]
    public void It_is_there_from_the_first_frame_on_young_while_frames_are_handled_and_gone_when_the_run_stops()
    {
        File.WriteAllText(path, "of a run that was killed");
        FakeTime time = new();
        RunStatus camera = new(models.Small, null);
        using (new ServiceWatch(AliveFile.Open(path, said.Add)!, [camera], AliveFile.Old, time))
        {
            time.Advance(Second);
            Assert.False(File.Exists(path));
            camera.FrameHandled();
            time.Advance(Second);
            DateTime first = Aged();
            time.Advance(40 * Second); // nothing is handled
            Assert.Equal(first, File.GetLastWriteTimeUtc(path));
            camera.FrameHandled();
            time.Advance(Second);
            Assert.True(File.GetLastWriteTimeUtc(path) > first);
        }

        Assert.False(File.Exists(path));
        Assert.Empty(said);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_said_once_and_harms_nobody()
    {
        string nowhere = Path.Combine(path, "nowhere");
        using AliveFile file = AliveFile.Open(nowhere, said.Add)!;
        Assert.False(file.Tell("READY=1"));
        Assert.False(file.Tell("READY=1"));
        Assert.StartsWith("SDCOM_ALIVE_FILE: ", Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains(nowhere, said[0], StringComparison.Ordinal);
        Assert.Null(AliveFile.Open(null, said.Add));
        Assert.Null(AliveFile.Open(string.Empty, said.Add));
    }

    [Fact]
    public void The_program_keeps_it_while_it_runs()
    {
        using HostProcess host = HostProcess.Start(new Dictionary<string, string> { [AliveFile.Variable] = path }, "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--threads", "1", "--json");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(path), 60_000), "it never came");
        host.Terminate();
        Assert.Equal(0, host.Wait());
        Assert.False(File.Exists(path));
    }

    // As old as a health check minds.
    private DateTime Aged()
    {
        DateTime aged = File.GetLastWriteTimeUtc(path) - AliveFile.Old;
        File.SetLastWriteTimeUtc(path, aged);
        return aged;
    }
}
