using OpenCvSharp;
using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>
/// Keeps one picture of the run: the surest action (the one that is really shown, where that is known), rather late, when the overlay has something to tell;
/// without any action, the last picture.
/// </summary>
public sealed class SnapshotSink : IPictureSink
{
    private readonly string path;
    private readonly Mat best = new();
    private double bestMerit = double.NegativeInfinity;

    /// <exception cref="InputException">The path is no picture file in an existing folder.</exception>
    public SnapshotSink(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is not (".png" or ".jpg" or ".jpeg"))
            throw new InputException($"--snapshot must name a .png or .jpg file, got '{path}'.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new InputException($"{path}: the folder does not exist; create it first.");
        this.path = path;
    }

    public void Add(Mat picture, HudState state)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(state);
        double merit = Merit(state);
        if (merit < bestMerit)
            return;
        bestMerit = merit;
        picture.CopyTo(best);
    }

    public void Complete()
    {
        if (best.Empty())
            return;
        string aside = Path.ChangeExtension(path, ".writing" + Path.GetExtension(path));
        if (!Cv2.ImWrite(aside, best))
            throw new InputException($"{path}: the picture cannot be written; is the folder writable?");
        File.Move(aside, path, overwrite: true);
    }

    public void Dispose() => best.Dispose();

    private static double Merit(HudState state)
    {
        if (state.Action is null)
            return -1;
        bool right = state.Shown is null || state.Shown == state.Action;
        return state.Confidence + (right ? 1 : 0) + (0.1 * state.History.Distinct().Count()) + (0.01 * Math.Min(30, state.History.Count));
    }
}
