using OpenCvSharp;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>Where annotated pictures go.</summary>
public interface IPictureSink : IDisposable
{
    /// <summary>Takes a picture, which is the caller's and changes afterwards.</summary>
    void Add(Mat picture, HudState state);

    /// <summary>The run is over: puts what was collected in place.</summary>
    void Complete();
}
