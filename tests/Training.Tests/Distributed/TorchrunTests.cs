using System.Diagnostics;
using System.Globalization;

namespace SdCom.Edge.Training.Tests.Distributed;

/// <summary>Training under the real torchrun, where the system's python3-torch brought it.</summary>
public sealed class TorchrunTests : IDisposable
{
    private const string Launcher = "/usr/bin/torchrun";
    private readonly TinyRun tiny = new();

    public void Dispose() => tiny.Dispose();

    [Fact]
    public void Torchrun_starts_both_processes_again_after_a_loss_and_they_end_with_the_weights_of_two_started_by_hand()
    {
        if (!File.Exists(Launcher))
            Assert.Skip($"{Launcher} is not there; python3-torch brings it.");

        tiny.Write(tiny.Recipe with { Supernet = tiny.Recipe.Supernet with { Epochs = 6, EvaluateEvery = 0 } });
        int port = Pair.FreePort();
        Running[] byHand = [Worker.Start(tiny.Train("supernet", "whole"), (0, port)), Worker.Start(tiny.Train("supernet", "whole"), (1, port))];
        Assert.All(byHand, worker => Assert.Equal(0, worker.End().Code));

        using Running broken = Launch("broken", Pair.FreePort());
        while (tiny.StepOf("broken", "supernet") < 3 && !broken.HasExited)
            Thread.Sleep(5);
        using (Process victim = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(tiny.Folder, "broken-1")), CultureInfo.InvariantCulture)))
            victim.Kill();
        Finished end = broken.End();
        Assert.True(end.Code == 0, end.Error);
        Assert.Contains("lost another worker", end.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Path.Combine(tiny.Folder, "whole", "supernet.safetensors")), File.ReadAllBytes(Path.Combine(tiny.Folder, "broken", "supernet.safetensors")));
    }

    // Every process leaves its number before it becomes ours. Debian's torchrun 1.13 does not start under its own Python 3.11 unless the streams of
    // some process, here of one that does not exist, go elsewhere; and it takes $$ for an escaped $.
    private Running Launch(string folder, int port) => Running.Start(new ProcessStartInfo(
        Launcher,
        [
            "--redirects", "9:1", "--tee", "9:1", "--monitor_interval", "0.1", "--nproc_per_node", "2", "--master_port", port.ToString(CultureInfo.InvariantCulture), "--max_restarts", "1",
            "--no_python", "bash", "-c", "echo $BASHPID > \"$0-$RANK\"; exec dotnet \"$@\"", Path.Combine(tiny.Folder, folder), Running.Program, .. tiny.Train("supernet", folder),
        ]));
}
