using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Cameras;

namespace SdCom.Edge.Fleet.Tests.Cameras;

public class FenceTests
{
    [Fact]
    public void A_later_holder_has_the_larger_number_and_a_later_submission_beats_every_earlier_one()
    {
        Assert.True(new Fence(1, 3) > new Fence(1, 2));
        Assert.True(new Fence(2, 0) > new Fence(1, 99));
        Assert.True(Fence.TryParse(new Fence(3, 17).ToString(), out Fence read));
        Assert.Equal(new Fence(3, 17), read);
        Assert.All((string?[])[null, "", "3", "3.-1", "3.1.2", "a.b"], text => Assert.False(Fence.TryParse(text, out _)));
    }

    [Fact]
    public void A_consumer_that_filters_is_told_nothing_stale_and_each_camera_is_judged_alone()
    {
        FenceFilter filter = new();
        Assert.True(filter.Admit("gate", new Fence(1, 0)));
        Assert.True(filter.Admit("gate", new Fence(1, 2)));
        Assert.False(filter.Admit("gate", new Fence(1, 1)));
        Assert.True(filter.Admit("gate", new Fence(1, 2)));
        Assert.True(filter.Admit("yard", new Fence(1, 0)));
    }

    [Fact]
    public void A_withdrawn_or_newly_submitted_camera_makes_older_leases_useless_and_an_unheard_of_one_is_newer_than_the_log()
    {
        CameraRegistry registry = new();
        CameraJob first = Job(1), second = Job(2);
        Assert.False(registry.IsOutdated(first));
        registry.Add(Message(RoutingKeys.Camera(0), """{"formatVersion":1,"camera":"gate","source":"synthetic:hover","revision":1}"""));
        Assert.False(registry.IsOutdated(first));
        Assert.False(registry.IsOutdated(second));
        registry.Add(Message(RoutingKeys.Camera(0), """{"formatVersion":1,"camera":"gate","source":"synthetic:land","revision":2}"""));
        Assert.True(registry.IsOutdated(first));
        registry.Add(Message(RoutingKeys.Withdrawal, """{"camera":"gate","revision":2}"""));
        Assert.True(registry.IsOutdated(second));
        Assert.Null(registry.Wanted("gate"));
        Assert.Equal(2, registry.NewestRevision("gate"));
        Assert.Null(registry.Add(Message(RoutingKeys.Camera(0), "nonsense")));
    }

    [Theory]
    [InlineData("camera;source", "line 1: the header must be camera,source[,fps]")]
    [InlineData("camera,source\ngate 1,synthetic:hover", "line 2: camera must be letters, digits")]
    [InlineData("camera,source\ngate,clip.mp4", "line 2: source must be a camera")]
    [InlineData("camera,source\ngate,rtsp://me:secret@host/x", "line 2: a password does not belong into a list")]
    [InlineData("camera,source,fps\ngate,synthetic:hover,-3", "line 2: fps must be positive, got '-3'")]
    [InlineData("camera,source\ngate,synthetic:hover\ngate,synthetic:land", "line 3: the camera gate is given twice")]
    [InlineData("camera,source\n", "the list has a header but no cameras")]
    public void A_wrong_list_is_refused_in_one_line_that_names_it(string text, string problem)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        InputException refused = Assert.Throws<InputException>(() => CameraList.Read(file));
        Assert.StartsWith(file, refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static CameraJob Job(long revision) => new() { FormatVersion = 1, Camera = "gate", Source = "synthetic:hover", Revision = revision };

    private static Delivery Message(string key, string json) => new(System.Text.Encoding.UTF8.GetBytes(json), new Dictionary<string, object?>(), 0, false, key, null);
}
