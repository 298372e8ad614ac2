using SdCom.Edge.Runtime.Machine;
using SdCom.Edge.Runtime.Tests.Deploy;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Doctor;

public class CameraFormatTests(Models models)
{
    private readonly FakeCard card = new()
    {
        Formats =
        {
            ("MJPG", [(1920, 1080, [(1, 30), (1, 15)]), (640, 480, [(1, 60)])]),
            ("YUYV", [(1920, 1080, [(1, 5)]), (1280, 720, [(1, 10)]), (640, 480, [(1001, 30000)]), (320, 240, [])]),
        },
    };

    [Fact]
    public void A_camera_tells_sizes_and_fastest_rates_of_each_format()
    {
        CameraDescription told = CameraFormats.Describe(card.Answer)!;
        Assert.Equal(("HD Webcam", "uvcvideo", true, 6), (told.Name, told.Driver, told.Captures, told.Formats.Count));
        Assert.Equal(new CameraFormat("MJPG", 1920, 1080, 30), told.Formats[0]);
        Assert.Equal(new CameraFormat("YUYV", 320, 240, null), told.Formats[5]);
        Assert.Equal("HD Webcam (uvcvideo): MJPG 1920x1080@30 640x480@60, YUYV 1920x1080@5 1280x720@10 640x480@29.97 and 1 more", told.ToString());
    }

    [Fact]
    public void The_second_device_of_a_camera_gives_no_pictures()
    {
        card.DeviceCapabilities = 0x04a00000; // metadata of the same card
        CameraDescription told = CameraFormats.Describe(card.Answer)!;
        Assert.Equal((false, 0), (told.Captures, told.Formats.Count));
        card.Capabilities = 0x00000001; // an old driver, which knows only the card's
        Assert.True(CameraFormats.Describe(card.Answer)!.Captures);
    }

    [Fact]
    public void A_range_is_its_largest_size_and_a_driver_without_end_is_cut_off()
    {
        card.HasRanges = true;
        Assert.Equal([("MJPG", 1920), ("YUYV", 1920)], CameraFormats.Describe(card.Answer)!.Formats.Select(format => (format.FourCc, format.Width)));
        CameraDescription endless = CameraFormats.Describe((request, argument) => request == CameraFormats.EnumerateFormats || (request == CameraFormats.QueryCapabilities && card.Answer(request, argument)))!;
        Assert.True(endless.Captures);
    }

    [Fact]
    public void Of_dozens_of_formats_the_first_few_are_told_and_the_rest_is_counted()
    {
        card.Formats.AddRange([("NV12", []), ("GREY", [(640, 480, [])]), ("Y16", [(640, 480, [])]), ("RGB3", [(640, 480, [])])]);
        Assert.Equal(
            "HD Webcam (uvcvideo): MJPG 1920x1080@30 640x480@60, YUYV 1920x1080@5 1280x720@10 640x480@29.97 and 1 more, GREY 640x480, Y16 640x480; 1 more formats",
            CameraFormats.Describe(card.Answer)!.ToString());
    }

    [Fact]
    public void The_big_endian_twin_of_a_format_has_a_name_of_its_own()
    {
        card.Formats.Clear();
        card.Formats.Add(("Y16\u00a0", [(640, 480, [])])); // the last character's highest bit
        Assert.Equal("Y16-BE", CameraFormats.Describe(card.Answer)!.Formats[0].FourCc);
    }

    [Fact]
    public void A_camera_whose_pictures_come_plane_by_plane_says_so()
    {
        Assert.False(CameraFormats.Describe(card.Answer)!.IsMultiPlanar);
        card.DeviceCapabilities = 0x04201000;
        CameraDescription told = CameraFormats.Describe(card.Answer)!;
        Assert.Equal((true, true), (told.Captures, told.IsMultiPlanar));
    }

    [Fact]
    public void What_is_no_camera_is_none() => Assert.Null(CameraFormats.Describe("/dev/null"));

    /// <summary>Sizes, offsets and numbers come from the kernel's own headers, compiled here.</summary>
    [Fact]
    public void Layouts_and_numbers_are_those_of_the_kernels_headers()
    {
        string compiler = Tools.Require("/usr/bin/g++"), folder = Directory.CreateDirectory(models.NewPath()).FullName, source = Path.Combine(folder, "layout.cpp");
        File.WriteAllText(source, """
            #include <cstddef>
            #include <cstdio>
            #include <fcntl.h>
            #include <linux/videodev2.h>
            #include <sys/stat.h>
            #include <sys/timex.h>
            #include <unistd.h>
            int main() {
              printf("%u %u %u %u ", (unsigned)VIDIOC_QUERYCAP, (unsigned)VIDIOC_ENUM_FMT, (unsigned)VIDIOC_ENUM_FRAMESIZES, (unsigned)VIDIOC_ENUM_FRAMEINTERVALS);
              printf("%zu %zu %zu %zu ", sizeof(v4l2_capability), sizeof(v4l2_fmtdesc), sizeof(v4l2_frmsizeenum), sizeof(v4l2_frmivalenum));
              printf("%zu %zu %zu %zu ", offsetof(v4l2_capability, driver), offsetof(v4l2_capability, card), offsetof(v4l2_capability, capabilities), offsetof(v4l2_capability, device_caps));
              printf("%zu %zu %zu %zu ", offsetof(v4l2_fmtdesc, type), offsetof(v4l2_fmtdesc, pixelformat), offsetof(v4l2_frmsizeenum, type), offsetof(v4l2_frmsizeenum, discrete));
              printf("%zu %zu %u %u %u ", offsetof(v4l2_frmivalenum, type), offsetof(v4l2_frmivalenum, discrete), V4L2_CAP_VIDEO_CAPTURE, V4L2_CAP_VIDEO_CAPTURE_MPLANE, (unsigned)V4L2_CAP_DEVICE_CAPS);
              printf("%zu %u %zu %zu %d %d", offsetof(struct statx, stx_gid), (unsigned)STATX_GID, offsetof(struct timex, maxerror), offsetof(struct timex, status), STA_UNSYNC, R_OK | W_OK);
            }
            """);
        Shell.Succeed(compiler, "-o", Path.Combine(folder, "layout"), source);
        Assert.Equal(
            [
                CameraFormats.QueryCapabilities, CameraFormats.EnumerateFormats, CameraFormats.EnumerateSizes, CameraFormats.EnumerateIntervals,
                CameraFormats.CapabilitySize, CameraFormats.FormatSize, CameraFormats.SizeSize, CameraFormats.IntervalSize,
                CameraFormats.DriverOffset, CameraFormats.CardOffset, CameraFormats.CapabilitiesOffset, CameraFormats.DeviceCapabilitiesOffset,
                CameraFormats.FormatTypeOffset, CameraFormats.FourCcOffset, CameraFormats.KindOffset, CameraFormats.SizeOffset,
                CameraFormats.IntervalKindOffset, CameraFormats.IntervalOffset, CameraFormats.CaptureCapability, CameraFormats.PlanarCaptureCapability, CameraFormats.HasDeviceCapabilities,
                SystemCalls.StatxGroupOffset, SystemCalls.StatxGroup, SystemCalls.TimexMaxErrorOffset, SystemCalls.TimexStatusOffset, SystemCalls.TimexUnsynchronised, SystemCalls.ReadAndWrite,
            ],
            Shell.Succeed(Path.Combine(folder, "layout")).Split(' ').Select(long.Parse));
    }
}
