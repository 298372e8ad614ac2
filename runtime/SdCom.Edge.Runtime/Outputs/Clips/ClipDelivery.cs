using OpenCvSharp;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Clips;

/// <summary>
/// Writes a clip of every action, with what came before and after it. Pictures wait compressed in a ring for each camera; encoding and the disk belong to the output's thread alone.
/// A full disk is a state: the clip at hand is given up, later ones are tried.
/// </summary>
/// <param name="folder">Where clips go.</param>
/// <param name="cameras">The cameras; null stands for the only one.</param>
/// <param name="settings">What clips show.</param>
public sealed class ClipDelivery(ClipFolder folder, IReadOnlyList<string?> cameras, ClipSettings settings) : IDelivery
{
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, PictureRing> rings = cameras.ToDictionary(camera => camera ?? string.Empty, _ => new PictureRing(settings.Kept, settings.FramesPerSecond));
    private readonly List<(string? Camera, EventClip Clip)> clips = [];

    /// <summary>Where a camera's annotated pictures are to be put.</summary>
    public PictureRing RingOf(string? camera) => rings[camera ?? string.Empty];

    public void Open(CancellationToken cancel) => folder.MakeRoom();

    public void Deliver(in OutputMessage message, CancellationToken cancel)
    {
        (string? camera, TimeSpan start) = (message.Camera, message.Start);
        EventClip? clip = clips.Find(entry => entry.Camera == camera && entry.Clip.Start == start).Clip;
        if (clip is null)
        {
            string path = folder.NewPath(message.At, camera ?? "camera", message.Action ?? "none");
            clip = new EventClip(path, RingOf(camera), start, settings.Before) { Until = start + settings.Longest };
            clips.Add((camera, clip));
        }

        if (message.Kind == MessageKinds.Ended)
            clip.Until = Min(message.Time + settings.After, start + settings.Longest);
    }

    public TimeSpan Tend()
    {
        for (int i = clips.Count - 1; i >= 0; i--)
        {
            EventClip clip = clips[i].Clip;
            try
            {
                clip.CatchUp();
                if (!clip.IsOver)
                    continue;
                clip.Complete();
                folder.MakeRoom();
                Remove(i);
            }
            catch (Exception problem) when (problem is DeliveryException or OpenCVException or IOException)
            {
                Remove(i);
                throw problem as DeliveryException ?? new DeliveryException(problem.Message, innerException: problem);
            }
        }

        return clips.Count > 0 ? Busy : Timeout.InfiniteTimeSpan;
    }

    /// <summary>The end of the program ends every clip.</summary>
    public void Dispose()
    {
        for (int i = clips.Count - 1; i >= 0; i--)
        {
            try
            {
                clips[i].Clip.CatchUp();
                clips[i].Clip.Complete();
                folder.MakeRoom();
            }
            catch (Exception problem) when (problem is DeliveryException or OpenCVException or IOException)
            {
                // nobody is left to be told
            }

            Remove(i);
        }
    }

    private void Remove(int i)
    {
        EventClip clip = clips[i].Clip;
        clips.RemoveAt(i);
        clip.Dispose();
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
