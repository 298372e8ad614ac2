namespace SdCom.Edge.Runtime.Capture;

/// <summary>Somebody who wants to see frames between the due ones, too: a window or a recorder.</summary>
public interface IFrameViewer
{
    /// <summary>Whether the frame of this time is worth decoding for the viewer.</summary>
    bool Wants(TimeSpan time);

    /// <summary>Shows a frame, which stays the caller's: copy what is needed and return soon.</summary>
    void Show(Frame frame);
}
