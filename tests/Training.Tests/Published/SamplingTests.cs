using System.Text.Json.Nodes;
using SdCom.Edge.Training.Published;

namespace SdCom.Edge.Training.Tests.Published;

public sealed class SamplingTests
{
    [Fact, GoldenCase("sampling_and_schedule.json")]
    public void Frame_order_positions_crops_and_learning_rates_equal_the_published_ones()
    {
        JsonObject golden = JsonNode.Parse(File.ReadAllText(Golden.Require("golden/sampling_and_schedule.json")))!.AsObject();
        foreach ((string frames, JsonNode? order) in Take("order"))
            Assert.Equal(Numbers(order), FrameOrder.CoarseToFine(int.Parse(frames, System.Globalization.CultureInfo.InvariantCulture)));

        foreach ((string key, JsonNode? positions) in Take("validation_offsets")["values"]!.AsObject())
        {
            int[] framesAndCount = [.. key.Split('/').Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(Numbers(positions), FramePositions.Middles(framesAndCount[0], framesAndCount[1]));
        }

        JsonObject crops = Take("train_crop");
        Assert.Equal(crops["pairs"]!.AsArray().Select(p => (Numbers(p)[0], Numbers(p)[1])).Order(), TrainingCrops.Sizes().Order());
        foreach ((int width, int height) in TrainingCrops.Sizes())
            Assert.Equal(crops["offsets"]![$"{width}x{height}"]!.AsArray().Select(p => (Numbers(p)[0], Numbers(p)[1])), TrainingCrops.At(width, height).Select(c => (c.Left, c.Top)));
        Assert.Equal(TrainingCrops.Sizes().Count, crops["offsets"]!.AsObject().Count);

        JsonObject rates = Take("learning_rate_per_epoch");
        Close(rates["multistep"]!, epoch => PublishedSchedule.MultiStep(0.01, epoch, warmup: 2, drops: [20, 40]));
        Close(rates["cosine"]!, epoch => PublishedSchedule.Cosine(0.01, epoch, warmup: 2, epochs: 50));
        Assert.Equal(["note"], golden.Select(e => e.Key)); // nothing was left out

        JsonObject Take(string key)
        {
            JsonObject part = golden[key]!.AsObject();
            golden.Remove(key);
            return part;
        }

        static int[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(n => (int)n!)];

        static void Close(JsonNode list, Func<int, double> rate)
        {
            Assert.Equal(50, list.AsArray().Count);
            foreach ((int i, JsonNode? expected) in list.AsArray().Index())
                Assert.Equal((double)expected!, rate(i + 1), 1e-12);
        }
    }

    [Fact]
    public void Every_number_of_frames_is_ordered_completely()
    {
        for (int frames = 1; frames <= 64; frames++)
            Assert.Equal(Enumerable.Range(0, frames), FrameOrder.CoarseToFine(frames).Order());
    }

    [Fact]
    public void Training_frames_lie_one_in_each_part_and_a_short_video_is_spread_not_repeated()
    {
        int[] drawn = FramePositions.Random(100, 8, new Random(3));
        Assert.All(drawn.Index(), p => Assert.InRange(p.Item, p.Index * 12, (p.Index * 12) + 11));
        Assert.Equal([0, 0, 1, 2, 2, 3, 4, 4], FramePositions.Random(5, 8, new Random(3)));
    }

    [Fact]
    public void A_drawn_crop_lies_within_the_frame()
    {
        Random random = new(5);
        for (int i = 0; i < 200; i++)
        {
            Crop crop = TrainingCrops.Draw(random, 96, 72);
            Assert.True(crop is { Left: >= 0, Top: >= 0 } && crop.Left + crop.Width <= 96 && crop.Top + crop.Height <= 72);
        }
    }
}
