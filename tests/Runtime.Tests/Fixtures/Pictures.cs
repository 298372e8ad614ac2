using OpenCvSharp;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>Frames and clips of the generated actor.</summary>
internal static class Pictures
{
    /// <summary>A frame of a gesture.</summary>
    public static Frame Frame(string action, double seconds, int width = 160, int height = 120)
    {
        using SyntheticSource camera = new([action], TimeSpan.FromDays(1), 3, TimeProvider.System, width, height);
        Frame frame = new() { Time = TimeSpan.FromSeconds(seconds) };
        camera.TryRetrieve(frame);
        frame.Seal();
        return frame;
    }

    /// <summary>Writes a clip of a gesture and returns its path.</summary>
    public static string WriteClip(string path, string action, double seconds = 2, double framesPerSecond = 12.5)
    {
        using SyntheticSource camera = new([action], TimeSpan.FromDays(1), 3, TimeProvider.System, 160, 120);
        using VideoWriter writer = new(path, FourCC.FromString("mp4v"), framesPerSecond, camera.FrameSize);
        using Frame frame = new();
        for (int i = 0; i < seconds * framesPerSecond; i++)
        {
            frame.Time = TimeSpan.FromSeconds(i / framesPerSecond);
            camera.TryRetrieve(frame);
            writer.Write(frame.Picture);
        }

        return path;
    }
}
