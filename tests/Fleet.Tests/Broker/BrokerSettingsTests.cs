using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;

namespace SdCom.Edge.Fleet.Tests.Broker;

public class BrokerSettingsTests
{
    [Fact]
    public void An_address_names_host_port_user_and_virtual_host_and_its_name_hides_the_password()
    {
        BrokerSettings broker = BrokerSettings.Parse("amqps://worker@broker.local/site%2Fa", "secret");
        Assert.Equal(("broker.local", 5671, "site/a", true, "worker", "secret"), (broker.Host, broker.PortNumber, broker.VirtualHost, broker.Tls, broker.User, broker.Password));
        Assert.Equal("amqps://worker@broker.local:5671/site%2Fa", broker.ToString());
        BrokerSettings plain = BrokerSettings.Parse("amqp://127.0.0.1:1234", null);
        Assert.Equal(("127.0.0.1", 1234, "/", false, "guest"), (plain.Host, plain.PortNumber, plain.VirtualHost, plain.Tls, plain.User));
    }

    [Theory]
    [InlineData("amqp://me:secret@host/", "a password does not belong on the command line")]
    [InlineData("http://me:secret@host/", "must look like amqp://")]
    [InlineData("amqp://", "must look like amqp://")]
    [InlineData("amqp://me@host", "the password of me is missing")]
    public void A_wrong_address_is_refused_in_one_line_without_its_password(string url, string why)
    {
        InputException refused = Assert.Throws<InputException>(() => BrokerSettings.Parse(url, null));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }
}
