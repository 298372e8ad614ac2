using System.Buffers.Binary;
using System.Text;
using OpenCvSharp;

namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>Writes the smallest Matroska file of JPEG pictures whose times are the caller's: cameras and phones record at rates that vary, which OpenCV's own writer cannot.</summary>
internal static class Matroska
{
    /// <summary>Writes one picture at each time.</summary>
    /// <param name="path">The .mkv file.</param>
    /// <param name="size">Any size, odd ones too.</param>
    /// <param name="milliseconds">The times, ascending, less than half a minute.</param>
    /// <param name="paint">Paints the picture of an index.</param>
    public static string Write(string path, Size size, IReadOnlyList<int> milliseconds, Action<Mat, int> paint)
    {
        byte[] head = Element(0x1A45DFA3, Element(0x4286, 1), Element(0x42F7, 1), Element(0x42F2, 4), Element(0x42F3, 8), Element(0x4282, "matroska"u8.ToArray()), Element(0x4287, 4), Element(0x4285, 2));
        byte[] info = Element(0x1549A966, Element(0x2AD7B1, 1_000_000), Element(0x4D80, "test"u8.ToArray()), Element(0x5741, "test"u8.ToArray())); // times in milliseconds
        byte[] video = Element(0xE0, Element(0xB0, (ulong)size.Width), Element(0xBA, (ulong)size.Height));
        byte[] tracks = Element(0x1654AE6B, Element(0xAE, Element(0xD7, 1), Element(0x73C5, 1), Element(0x83, 1), Element(0x86, Encoding.ASCII.GetBytes("V_MJPEG")), video));
        List<byte> cluster = [.. Element(0xE7, 0)];
        using Mat picture = new(size.Height, size.Width, MatType.CV_8UC3);
        for (int i = 0; i < milliseconds.Count; i++)
        {
            paint(picture, i);
            Cv2.ImEncode(".jpg", picture, out byte[] jpeg);
            byte[] time = new byte[2];
            BinaryPrimitives.WriteInt16BigEndian(time, (short)milliseconds[i]);
            cluster.AddRange(Element(0xA3, [0x81, .. time, 0x80, .. jpeg])); // track 1, a key frame
        }

        File.WriteAllBytes(path, [.. head, .. Element(0x18538067, info, tracks, Element(0x1F43B675, [.. cluster]))]);
        return path;
    }

    private static byte[] Element(uint id, ulong value)
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, value);
        return Element(id, number);
    }

    // An identifier, a length of eight bytes, the content.
    private static byte[] Element(uint id, params byte[][] content)
    {
        byte[] name = new byte[4], length = new byte[8], body = [.. content.SelectMany(part => part)];
        BinaryPrimitives.WriteUInt32BigEndian(name, id);
        BinaryPrimitives.WriteUInt64BigEndian(length, (1UL << 56) + (ulong)body.Length);
        return [.. name.AsSpan(name.AsSpan().IndexOfAnyExcept((byte)0)), .. length, .. body];
    }
}
