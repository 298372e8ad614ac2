using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>Where frames come from. Grabbing is cheap and paces the caller; only frames that somebody wants are retrieved.</summary>
public interface IFrameSource : IDisposable
{
    /// <summary>The source in the user's words, for messages.</summary>
    string Name { get; }

    /// <summary>True for a camera: time does not wait for us, so the newest frame wins. False for a recording: every due frame counts.</summary>
    bool IsLive { get; }

    /// <summary>Nominal frames a second.</summary>
    double FramesPerSecond { get; }

    /// <summary>Size of the pictures in pixels, as far as the source knows it.</summary>
    Size FrameSize { get; }

    /// <summary>Another number than before: the pictures do not continue those before them, because a camera was away. Always 0 for what cannot be away.</summary>
    int Epoch => 0;

    /// <summary>Steps to the next frame, waiting for it where the source is live. False at the end, or when a live source was stopped.</summary>
    /// <param name="time">When the frame was taken, from the start of the source.</param>
    bool TryGrab(out TimeSpan time);

    /// <summary>Decodes the grabbed frame into <paramref name="frame"/>. False when its data is damaged.</summary>
    bool TryRetrieve(Frame frame);

    /// <summary>Makes a waiting <see cref="TryGrab"/> return soon; may be called from any thread.</summary>
    void Stop();
}
