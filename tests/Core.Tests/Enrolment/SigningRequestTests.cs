using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kickoff.Core.Enrolment;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Tests.Enrolment;

/// <summary>
/// Requests that an agent does not make, some of them made by OpenSSL 3: each is a verdict with its reason, never a failure.
/// </summary>
public sealed class SigningRequestTests
{
    private const string Rights = "1.3.6.1.4.1.34380.1.3.";

    private static readonly InstanceId Id = InstanceId.Parse("i-0123456789abcdef0");

    /// <summary>One for all: to make one takes longer than a test.</summary>
    private static readonly RSA Key = RSA.Create(2048);

    [Fact]
    public void What_Puppets_agent_makes_is_read()
    {
        using var large = RSA.Create(4096);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Equal(Id, Read(Papers.Request(large, Id.Value, Id, null), out _)!.InstanceId);
        Assert.Equal(
            Id, Read(Papers.Request(new CertificateRequest($"CN={Id}", curve, HashAlgorithmName.SHA256), Id, null), out _)!.InstanceId);
    }

    /// <summary>
    /// By Puppet 7.23's own create_request, with csr_attributes.yaml as config/user-data.sh writes it and a pp_role in it.
    /// </summary>
    [Fact]
    public void What_Puppet_7_made_is_read()
    {
        var request = Read(OfPuppet, out var reason);

        Assert.Equal("", reason);
        Assert.Equal((Id.Value, Id), (request!.CommonName, request.InstanceId));
        Assert.Equal(KeyValuePair.Create("1.3.6.1.4.1.34380.1.1.13", "web"), Assert.Single(request.Extensions));
        Assert.Equal("MIIB"u8, request.IdentityDocument!.Value.Span);
    }

    /// <summary>Agents of Puppet and OpenVox 8 send it as an attribute, which stays out of the certificate.</summary>
    [Fact]
    public void So_is_the_attribute_by_which_an_agent_asks_for_renewal()
    {
        var request = new CertificateRequest($"CN={Id}", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.OtherRequestAttributes.Add(
            new AsnEncodedData(Rights + "2", Papers.Text(System.Formats.Asn1.UniversalTagNumber.PrintableString, "true")));

        Assert.NotNull(Read(Papers.Request(request, Id, null), out _));
    }

    [Theory]
    [InlineData(Ed25519, "of a kind that is not taken (1.3.101.112); RSA of at least 2048 bits, or EC")]
    [InlineData(Dsa, "of a kind that is not taken (1.2.840.10040.4.1); RSA of at least 2048 bits, or EC")]
    [InlineData(Sha1, "signed in a way that is not taken (1.2.840.113549.1.1.5)")]
    [InlineData(ExponentThree, "public exponent is less than 65537")]
    public void AKey_or_signature_of_another_kind_is_refused(string pem, string reason) => Refused(reason, pem);

    [Fact]
    public void A_weakKey_or_signature_is_refused()
    {
        using var small = RSA.Create(1024);
        using var curve = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));

        Refused("the key has 1024 bits", Papers.Request(small, Id.Value, Id, null));
        Refused(
            "on a curve that is not taken", Papers.Request(new CertificateRequest($"CN={Id}", curve, HashAlgorithmName.SHA256), Id, null));
        Refused(
            "signed in a way that is not taken (1.2.840.113549.1.1.10)",
            Papers.Request(new CertificateRequest($"CN={Id}", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), Id, null));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("13")]
    [InlineData("39")]
    [InlineData("4711")]
    public void An_extension_that_gives_rights_is_refused_whatever_is_listed(string arc)
    {
        Refused("gives rights", Papers.Request(Key, Id.Value, Id, null, (Rights + arc, "true")));
        Assert.Throws<FormatException>(() => ListedExtension.ReadList($"{Rights}{arc}=role"));
    }

    [Fact]
    public void Alternative_names_and_an_authoritys_constraints_are_refused()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("puppet");

        Refused("alternative names", Papers.Request(Plain(), Id, null, names.Build()));
        // Not of DNS alone (https://github.com/slauger/openvox-operator/issues/506).
        foreach (var other in new Action<SubjectAlternativeNameBuilder>[]
        {
            one => one.AddIpAddress(System.Net.IPAddress.Loopback), one => one.AddUri(new Uri("https://puppet")),
            one => one.AddEmailAddress("root@puppet"), one => one.AddUserPrincipalName("puppet"),
        })
        {
            var builder = new SubjectAlternativeNameBuilder();
            other(builder);
            Refused("alternative names", Papers.Request(Plain(), Id, null, builder.Build()));
        }

        Refused("basic constraints", Papers.Request(Plain(), Id, null, new X509BasicConstraintsExtension(true, false, 0, true)));
        Refused(
            "not Puppet's (2.5.29.15)", Papers.Request(Plain(), Id, null, new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true)));
    }

    [Fact]
    public void Extensions_in_a_second_place_are_refused()
    {
        var request = Plain();
        request.OtherRequestAttributes.Add(new AsnEncodedData("1.3.6.1.4.1.311.2.1.14", [0x30, 0x00]));

        Refused("in a second place", Papers.Request(request, Id, null));
    }

    [Fact]
    public void A_subject_of_more_than_a_common_name_is_refused()
    {
        Refused(
            "not exactly one common name",
            Papers.Request(
                new CertificateRequest($"CN={Id}, O=Puppet", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), Id, null));
        Refused(
            "not exactly one common name",
            Papers.Request(new CertificateRequest("O=Puppet", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), Id, null));
    }

    [Fact]
    public void Of_two_requests_in_one_text_none_is_taken()
    {
        var pem = Papers.Request(Key, Id.Value, Id, null);

        Refused("more than one thing", pem + "\n" + pem);
        Refused("more than one thing", "-----BEGIN NEW CERTIFICATE REQUEST-----\n" + pem);
        Refused("more than one thing", pem + "\n-----BEGIN CERTIFICATE-----\n");
    }

    [Fact]
    public void No_byte_of_a_request_can_be_changed_into_a_failure()
    {
        var pem = Papers.Request(Key, Id.Value, Id, null, ("1.3.6.1.4.1.34380.1.1.13", "web"));
        var der = Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-'))));
        var random = new Random(11);
        for (var round = 0; round < 4000; round++)
        {
            var spoiled = (byte[])der.Clone();
            for (var changes = 0; changes <= round % 3; changes++)
            {
                spoiled[random.Next(spoiled.Length)] = (byte)random.Next(256);
            }

            var length = round % 5 == 0 ? random.Next(spoiled.Length) : spoiled.Length;
            if (length < der.Length || !spoiled.AsSpan().SequenceEqual(der))
            {
                Assert.Null(
                    Read(
                        $"-----BEGIN CERTIFICATE REQUEST-----\n{Convert.ToBase64String(spoiled, 0, length)}\n"
                            + $"-----END CERTIFICATE REQUEST-----\n",
                        out _));
            }
        }
    }

    [Theory]
    [InlineData("pp_role", "1.3.6.1.4.1.34380.1.1.13 pp_role pp_role")]
    [InlineData(
        "pp_role = ec2_tags.Role , pp_environment",
        "1.3.6.1.4.1.34380.1.1.13 pp_role ec2_tags.Role; 1.3.6.1.4.1.34380.1.1.12 pp_environment environment")]
    [InlineData("1.3.6.1.4.1.34380.1.1.18", "1.3.6.1.4.1.34380.1.1.18 pp_region ec2.region")]
    [InlineData("1.3.6.1.4.1.34380.1.2.7=site", "1.3.6.1.4.1.34380.1.2.7 1.3.6.1.4.1.34380.1.2.7 site")]
    public void Extensions_are_listed_by_name_or_number(string setting, string listed) =>
        Assert.Equal(listed, string.Join("; ", ListedExtension.ReadList(setting).Select(one => $"{one.Oid} {one.Name} {one.HeldAgainst}")));

    [Theory]
    [InlineData("pp_cli_auth", "no extension of Puppet's that describes a node")]
    [InlineData("pp_authorization=x", "no extension of Puppet's that describes a node")]
    [InlineData("role", "no extension of Puppet's that describes a node")]
    [InlineData("2.5.29.17=x", "no extension of Puppet's that describes a node")]
    [InlineData("pp_instance_id", "always taken")]
    [InlineData("pp_role, pp_role=x", "there twice")]
    [InlineData("1.3.6.1.4.1.34380.1.2.7", "does not say which parameter")]
    [InlineData("pp_role=", "does not say which parameter")]
    public void What_cannot_be_listed_says_why(string setting, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => ListedExtension.ReadList(setting)).Message, StringComparison.Ordinal);

    private static CertificateRequest Plain() => new($"CN={Id}", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static SigningRequest? Read(string pem, out string reason) => SigningRequest.Read(pem, out reason);

    private static void Refused(string expected, string pem)
    {
        Assert.Null(Read(pem, out var reason));
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    private const string OfPuppet = """
        -----BEGIN CERTIFICATE REQUEST-----
        MIICyzCCAbMCAQAwHjEcMBoGA1UEAwwTaS0wMTIzNDU2Nzg5YWJjZGVmMDCCASIw
        DQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKaKo90aUmfcL0yGpx1PzcVS/opN
        dzIX4SsAdVoSezEWqYHDvRvb1ngjZuTQSCq9521SjIcnXnPmWK4uioleI7nviJQ8
        I60cyw4LPOd6Lniroz9h9aWSdiPnYKgCqHpCKJfFkukFNq2Cu42aaf6P+2ufkNss
        iHGS4XlyLbjE9e7o7holMhnjVt20e8WaBoy+tVb1dxmKdRZjU4IKEPfP6/J5c+mI
        SeXP2Avm/DNUhgFs+9nxv664Z2s/vzSJNTKNefkrgw0qtMXBjdIJCZ1PKTGazEqm
        Yes1i7dqey10nE8rhHBeJrboxln2rimIvbX76Z+38efZWMy+7DgS4xI0/WUCAwEA
        AaBoMBkGCysGAQQBgoxMAQNlMQoTCFRVbEpRZz09MEsGCSqGSIb3DQEJDjE+MDww
        JAYLKwYBBAGCjEwBAQIEFQwTaS0wMTIzNDU2Nzg5YWJjZGVmMDAUBgsrBgEEAYKM
        TAEBDQQFDAN3ZWIwDQYJKoZIhvcNAQELBQADggEBAHuVTNMKgNypZtvpislhPCxp
        QmqyBEvj8k9EVBuBTQQqyPEzn91oIp8e9RbTiKlpJuCvpNR87F4TBBYQy/tBGXfi
        5s5zZXlx7fIjZridMkCPoChlmRI26gvI6BETm2I6RALUFJeT8E/WzEJiMofmWm/S
        HyiyI9yDAN9D+lvRzLW0flozZ3Bp0sLezCtNsVp+x0EKvcUzDDYLHscfVEDEtG2U
        XSurC7k89y7TyJa7U0XMAr+LI+k5HB+oNueqWeTmWJstVWVWPjS7lYsDl6aFAS6f
        QAAW5B/qfgFCMZmTvaFrZMKCPopjVrUekWX92bjM3pl83B6t2m5YCmQwDM3ahDA=
        -----END CERTIFICATE REQUEST-----
        """;

    private const string Ed25519 = """
        -----BEGIN CERTIFICATE REQUEST-----
        MIHVMIGIAgEAMB4xHDAaBgNVBAMME2ktMDEyMzQ1Njc4OWFiY2RlZjAwKjAFBgMr
        ZXADIQDs1J142DtBP09XmCqtDEYQXNTwGv96Z+4Sn3b+FmYfBqA3MDUGCSqGSIb3
        DQEJDjEoMCYwJAYLKwYBBAGCjEwBAQIEFQwTaS0wMTIzNDU2Nzg5YWJjZGVmMDAF
        BgMrZXADQQAcwGNB7scsyg1QRJ4SB/46jm5vxAXayEArwgGa0heJqIBFfgesK9bH
        ryeu9EnaDkaXYfsYg37vo3U46Rea1k4C
        -----END CERTIFICATE REQUEST-----
        """;

    private const string Dsa = """
        -----BEGIN CERTIFICATE REQUEST-----
        MIICcDCCAh4CAQAwHjEcMBoGA1UEAwwTaS0wMTIzNDU2Nzg5YWJjZGVmMDCCAb4w
        ggEzBgcqhkjOOAQBMIIBJgKBgQCAi7WfS4I2J0/uP8scai2wKZpbAR+X1KChco9K
        B3MQqfKaxRdqW/gICBlh7fyRteNRgdJLGUNDSyp4qChRSuAa56+wvSeyoO8IxKUN
        kADsp3UvjYZInaz79yjYqFOroj30oWCQaXHrUn7hf8YP3CeTGQCfjcIqekolJtPu
        Slp49wIdAIKJ/RvcdIEYr/Vm+/w55Ao5d4Vgj2MS2pfTEwsCgYBMbdTLsiZeNp56
        u9MtYeFQTaOoDsLM/JoHFDbkssJfCVyUdc4tYQzJoFKoXmMO5HR0cEN0UzKPh0kJ
        1MqhDrJVSJ1MEkHnNiJ1Hig18Oz5xbQXrvBQzKn2T8dcsD38qQK6AJpk/AgunKRD
        tyiyUD8bIAf66eVm+cLil3X5vgunxwOBhAACgYANuuB5Er2Us5AlLzqhcX3dfWCk
        HF4uaKCmVmW2tAIsPVcHIMdNGAILCNjsB5wq0lTbdSY585lKte2d9ZUMg3g22HEw
        AdP+0Qhk4nxqFoViKYDP5tBD8b3ceIwz5P5y6STm3llRjBYECM9I6O9Iu5b7T78o
        PGSwciretLAWzjLewaA3MDUGCSqGSIb3DQEJDjEoMCYwJAYLKwYBBAGCjEwBAQIE
        FQwTaS0wMTIzNDU2Nzg5YWJjZGVmMDALBglghkgBZQMEAwIDPwAwPAIcKq8sw5Np
        ZUJnmxf/fN0TO25exLmaAMMtJaWzBgIcAnbpWjkekzAHwAwzN4JtzAnqtoNQGhbV
        NwtCbg==
        -----END CERTIFICATE REQUEST-----
        """;

    private const string Sha1 = """
        -----BEGIN CERTIFICATE REQUEST-----
        MIICmjCCAYICAQAwHjEcMBoGA1UEAwwTaS0wMTIzNDU2Nzg5YWJjZGVmMDCCASIw
        DQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAI0P49Y3Y2rXWAX3nV3bJLfoy6at
        sEBZNqSkgrBMWmAceQ8ZJaIfuNYpqqdII1RQOMFDjAZJzXYLbVzGPVw2PWr3XCrb
        ElONQZTJKmyn9o9ULOQfVNK5QYxxtJF2AgXriDJXpguedKFGpoBgeZ+UXHz9BcKB
        tb0kMlYCsI7BWw59vAUXr+5DJfGGRhP5FQJVS8OUviYN1MGMBiFiuCZBbnDppHZa
        y9zxYl4nyilNQVW22jpUnHk81v2sL0EjrRZ0TY1DeeNMe+H8q6WFDD6cS6bIHFCT
        Y0mrg9OtVrA9oaUMoYeqzE2SxfDx86IXF/4HfI52Yri1qZ46pK1Xx19vensCAwEA
        AaA3MDUGCSqGSIb3DQEJDjEoMCYwJAYLKwYBBAGCjEwBAQIEFQwTaS0wMTIzNDU2
        Nzg5YWJjZGVmMDANBgkqhkiG9w0BAQUFAAOCAQEAf/JBGC9vy6GiyOp7rCG/2cbB
        apACQINh4icc2IAlmOn7HXRP+zePap36RSYK74UERwtlkWD4A/y413Dx4LPTcei1
        /HZJCROpD0oQG3NY0iWk8I8VaMXw2wTqq84hntxFPZRs13DgRWzoQWBIl3/AdLZy
        93NXb/IzQ/6aKqf8FDf5tM/KahM5VN5fwGOCZ40PXdGYxPJxhH9u1Q9rUb3sXUi4
        bYR3qmA6zC73zvDY5JkYm/YCodf84taBALVWTvaWLm3kxBKyYIjKePjht6I9E8/S
        raNgAsnhtxQxH9T2NPJs0OX1vJiDBPxI3qd3/6Rgr38QrkuZJ0xILlTb0qHSlw==
        -----END CERTIFICATE REQUEST-----
        """;

    private const string ExponentThree = """
        -----BEGIN CERTIFICATE REQUEST-----
        MIICmDCCAYACAQAwHjEcMBoGA1UEAwwTaS0wMTIzNDU2Nzg5YWJjZGVmMDCCASAw
        DQYJKoZIhvcNAQEBBQADggENADCCAQgCggEBAMGKhrzM8x5kY62Wo0SXrlB5C02J
        BOAv8tJPWRNKNl2hKFrePFN0LyiL5//gn0UtMQRcBxJVsyb4L2HFMZNyM2FSgkH0
        CO+hIdE4FbCdmzB5fHSmZTN8iEmwXNBIw64Kjd/6EpcfpY+SyOUlcymRQplFVl6Q
        nzcDd6B8mYSGkGZbCn13QNVTBzPHZVsqFzbhZCCEQezMqsN/XDvyYllHvLdgbP2M
        9XhKIm14PDmRawJQGXNJLykQkG+4sZ4oD3YSO9ZI/aMnP7uAeMQQ5rntizm+nLAN
        4f9opIr7+DkXMKqNb2E8DOdte+FvG/m0upA+gAQYzuymS0HbBaR3/2fj008CAQOg
        NzA1BgkqhkiG9w0BCQ4xKDAmMCQGCysGAQQBgoxMAQECBBUME2ktMDEyMzQ1Njc4
        OWFiY2RlZjAwDQYJKoZIhvcNAQELBQADggEBAJwBVdhHm/5ssC/Yos7mhlvcfOtH
        cEA5+OckUrhD5ZCDbc9XGoPfpoboNRUe7ORttaDDPb1xvJk85Zr6FExeJ1vwbuiV
        q2Uw3kovnQZBZg/TPlXdFExjAdYUSPK4wYWAp45ULtKszeaU3GulCY5vqpUFyC8M
        6eybM1qvrdure68L18Wb6t8F2zzt4/l5hl0qQk9Mrhn8AKdWaADXw6+6l29pRumU
        sO5+SzPhDGFLQ44sCc+uiCx8934cDhJpG7IKaT+tW4hBYflezQ6ujMucr7fSQ5nb
        DbrIRK9bL0NUfpYvOoqF3vBqt0i14B+109G4NBRUDoihxsr0qc9uH65RSS4=
        -----END CERTIFICATE REQUEST-----
        """;
}
