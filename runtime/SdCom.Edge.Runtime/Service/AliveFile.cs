namespace SdCom.Edge.Runtime.Service;

/// <summary>
/// A file that is written anew with every sign of life, for a health check that has no port to ask: it is old when the run hangs. It is not there
/// before the first frame is done with, which can take minutes, nor when the run stops by itself.
/// </summary>
public sealed class AliveFile : IServiceManager
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "SDCOM_ALIVE_FILE";

    /// <summary>From this age on the run counts as hanging.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromSeconds(30);

    private readonly string path;
    private readonly Action<string> say;
    private bool said;

    private AliveFile(string path, Action<string> say)
    {
        this.path = path;
        this.say = say;
        Try(() => File.Delete(path)); // of a run that was killed
    }

    /// <summary>The file of a path; null without one.</summary>
    /// <param name="path">The path, as the environment holds it.</param>
    /// <param name="say">Hears once that it cannot be written.</param>
    public static AliveFile? Open(string? path, Action<string> say) => string.IsNullOrEmpty(path) ? null : new AliveFile(path, say);

    /// <inheritdoc/>
    public bool Tell(string state) => Try(() =>
    {
        if (state == ServiceWatch.IsStopping)
            File.Delete(path);
        else
            File.WriteAllText(path, $"{state}\n");
    });

    public void Dispose()
    {
    }

    private bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (!said)
                say($"{Variable}: {problem.Message} A health check will not notice when this run hangs; name a file in a folder that can be written.");
            said = true;
            return false;
        }
    }
}
