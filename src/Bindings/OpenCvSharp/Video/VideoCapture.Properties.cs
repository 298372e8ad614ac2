namespace OpenCvSharp;

// The properties as CLR properties. One that the back end refuses is ignored; one that makes no sense for a file (or a camera)
// is a NotSupportedException, as in the official binding.
public sealed partial class VideoCapture
{
    /// <summary>How many frames the container claims to hold; 0 or less when it does not say, and often only about right.</summary>
    public int FrameCount => (int)Get(VideoCaptureProperties.FrameCount);

    /// <summary>The codec's four characters.</summary>
    public string FourCC
    {
        get => OpenCvSharp.FourCC.FromInt32((int)Get(VideoCaptureProperties.FourCC)).ToString();
        set => ForCameras().Set(VideoCaptureProperties.FourCC, VideoWriter.FourCC(value));
    }

    /// <summary>The position in the file, in milliseconds.</summary>
    public int PosMsec
    {
        get => (int)Get(VideoCaptureProperties.PosMsec);
        set => Set(VideoCaptureProperties.PosMsec, value);
    }

    /// <summary>The number of the frame that comes next.</summary>
    public int PosFrames
    {
        get => (int)Get(VideoCaptureProperties.PosFrames);
        set => ForFiles().Set(VideoCaptureProperties.PosFrames, value);
    }

    public int FrameWidth
    {
        get => (int)Get(VideoCaptureProperties.FrameWidth);
        set => ForCameras().Set(VideoCaptureProperties.FrameWidth, value);
    }

    public int FrameHeight
    {
        get => (int)Get(VideoCaptureProperties.FrameHeight);
        set => ForCameras().Set(VideoCaptureProperties.FrameHeight, value);
    }

    /// <summary>Frames a second as the source says; 0 when it does not.</summary>
    public double Fps
    {
        get => Get(VideoCaptureProperties.Fps);
        set => ForCameras().Set(VideoCaptureProperties.Fps, value);
    }

    public int Format
    {
        get => (int)Get(VideoCaptureProperties.Format);
        set => Set(VideoCaptureProperties.Format, value);
    }

    public int Mode
    {
        get => (int)Get(VideoCaptureProperties.Mode);
        set => Set(VideoCaptureProperties.Mode, value);
    }

    public double Brightness
    {
        get => ForCameras().Get(VideoCaptureProperties.Brightness);
        set => ForCameras().Set(VideoCaptureProperties.Brightness, value);
    }

    public double Contrast
    {
        get => ForCameras().Get(VideoCaptureProperties.Contrast);
        set => ForCameras().Set(VideoCaptureProperties.Contrast, value);
    }

    public double Saturation
    {
        get => ForCameras().Get(VideoCaptureProperties.Saturation);
        set => ForCameras().Set(VideoCaptureProperties.Saturation, value);
    }

    public double Hue
    {
        get => ForCameras().Get(VideoCaptureProperties.Hue);
        set => ForCameras().Set(VideoCaptureProperties.Hue, value);
    }

    public double Gain
    {
        get => ForCameras().Get(VideoCaptureProperties.Gain);
        set => ForCameras().Set(VideoCaptureProperties.Gain, value);
    }

    public double Exposure
    {
        get => ForCameras().Get(VideoCaptureProperties.Exposure);
        set => ForCameras().Set(VideoCaptureProperties.Exposure, value);
    }

    /// <summary>Whether frames are converted to BGR.</summary>
    public bool ConvertRgb
    {
        get => Get(VideoCaptureProperties.ConvertRgb) != 0;
        set => Set(VideoCaptureProperties.ConvertRgb, value ? 1 : 0);
    }

    public double Sharpness
    {
        get => Get(VideoCaptureProperties.Sharpness);
        set => Set(VideoCaptureProperties.Sharpness, value);
    }

    public double AutoExposure
    {
        get => Get(VideoCaptureProperties.AutoExposure);
        set => Set(VideoCaptureProperties.AutoExposure, value);
    }

    public double Gamma
    {
        get => Get(VideoCaptureProperties.Gamma);
        set => Set(VideoCaptureProperties.Gamma, value);
    }

    public double Temperature
    {
        get => Get(VideoCaptureProperties.Temperature);
        set => Set(VideoCaptureProperties.Temperature, value);
    }

    public double Zoom
    {
        get => Get(VideoCaptureProperties.Zoom);
        set => Set(VideoCaptureProperties.Zoom, value);
    }

    public double Focus
    {
        get => Get(VideoCaptureProperties.Focus);
        set => Set(VideoCaptureProperties.Focus, value);
    }

    /// <summary>How many frames the back end keeps back.</summary>
    public double BufferSize
    {
        get => Get(VideoCaptureProperties.BufferSize);
        set => Set(VideoCaptureProperties.BufferSize, value);
    }

    public bool AutoFocus
    {
        get => Get(VideoCaptureProperties.AutoFocus) != 0;
        set => Set(VideoCaptureProperties.AutoFocus, value ? 1 : 0);
    }

    public double GStreamerQueueLength
    {
        get => Get(VideoCaptureProperties.GStreamerQueueLength);
        set => Set(VideoCaptureProperties.GStreamerQueueLength, value);
    }

    private VideoCapture ForCameras() => CaptureType != CaptureType.File ? this : throw new NotSupportedException("Only for cameras");

    private VideoCapture ForFiles() => CaptureType != CaptureType.Camera ? this : throw new NotSupportedException("Only for video files");
}
