using OpenCvSharp;
using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Overlay;

namespace SdCom.Edge.Runtime.Outputs.Clips;

/// <summary>One clip that is being written: aside, under its name when it is complete.</summary>
internal sealed class EventClip : IDisposable
{
    private readonly string path;
    private readonly VideoSink video;
    private readonly PictureRing ring;
    private TimeSpan? first; // time of the first picture
    private TimeSpan last;

    /// <param name="path">Its name in the end.</param>
    /// <param name="ring">Where its pictures come from.</param>
    /// <param name="start">Start of the action.</param>
    /// <param name="before">Time that is shown before it.</param>
    public EventClip(string path, PictureRing ring, TimeSpan start, TimeSpan before)
    {
        this.path = path;
        this.ring = ring;
        Start = start;
        last = start - before - TimeSpan.FromTicks(1);
        try
        {
            video = new VideoSink(path, ring.FramesPerSecond);
        }
        catch (InputException problem)
        {
            throw new DeliveryException(problem.Message, innerException: problem);
        }
    }

    /// <summary>Start of its action, by which its end is known.</summary>
    public TimeSpan Start { get; }

    /// <summary>When it is over; moved when the action ends.</summary>
    public TimeSpan Until { get; set; }

    /// <summary>Whether all its pictures are in it.</summary>
    public bool IsOver => ring.Newest > Until;

    /// <summary>Writes the pictures that have come since.</summary>
    public void CatchUp()
    {
        while (ring.After(last) is { } picture && picture.State.Time <= Until)
        {
            using Mat decoded = Mat.ImDecode(picture.Jpeg);
            first ??= picture.State.Time;
            video.Add(decoded, picture.State with { Time = picture.State.Time - first.Value });
            last = picture.State.Time;
        }
    }

    /// <summary>Puts it in place and proves that it can be read.</summary>
    /// <exception cref="DeliveryException">It cannot: the disk is full or gone.</exception>
    public void Complete()
    {
        if (first is null)
            return;
        try
        {
            video.Complete();
            using VideoCapture proof = new(path);
            using Mat picture = new();
            if (proof.IsOpened() && proof.Read(picture))
                return;
            File.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OpenCVException)
        {
            throw new DeliveryException($"{path}: {problem.Message}", innerException: problem);
        }

        throw new DeliveryException($"{path}: it could not be written; is the disk full?");
    }

    public void Dispose()
    {
        try
        {
            video.Dispose();
        }
        catch (IOException)
        {
            // the folder is gone, and what was written aside with it
        }
    }
}
