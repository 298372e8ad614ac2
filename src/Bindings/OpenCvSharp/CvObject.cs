namespace OpenCvSharp;

/// <summary>Something that stands for a native OpenCV object.</summary>
public abstract class CvObject
{
    /// <summary>The native object's address, for other native code; valid while this object lives undisposed.</summary>
    public abstract IntPtr CvPtr { get; }
}
