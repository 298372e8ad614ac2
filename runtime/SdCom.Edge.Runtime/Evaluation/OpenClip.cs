using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Runtime.Evaluation;

/// <summary>A clip that is being decoded on a thread of its own, a few frames ahead of the recogniser.</summary>
internal sealed class OpenClip : IDisposable
{
    private const int FramesAhead = 16;

    private readonly IFrameSource? source;
    private readonly CapturePump? pump;

    /// <summary>Opens a clip and starts decoding; one that cannot be opened says so in <see cref="Problem"/>.</summary>
    public OpenClip(Clip clip, TimeSpan interval)
    {
        Clip = clip;
        try
        {
            source = Directory.Exists(clip.Path) ? new FolderSource(clip.Path) : new VideoFileSource(clip.Path);
            pump = new CapturePump(source, new SegmentSampler(interval, TimeSpan.FromSeconds(1 / source.FramesPerSecond)), FramesAhead);
            pump.Start();
        }
        catch (SourceException problem)
        {
            Problem = problem.Message;
        }
    }

    public Clip Clip { get; }

    /// <summary>Why the clip cannot be read; null when it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>The next due frame; null at the end.</summary>
    public Frame? Take()
    {
        try
        {
            return pump?.Take();
        }
        catch (SourceException problem)
        {
            Problem = problem.Message;
            return null;
        }
    }

    public void Return(Frame frame, FrameFate fate) => pump!.Return(frame, fate);

    public void Dispose()
    {
        pump?.Dispose();
        source?.Dispose();
    }
}
