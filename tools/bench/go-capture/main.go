// A bare change capture in Go: pglogrepl reads the slot, franz-go writes to Kafka, and a Debezium-like envelope is
// appended in between as bytes. It acknowledges nothing, recovers from nothing and knows texts and integers only. It is
// here as a measure of what a compiled language reaches when there is nothing to protect.
//
// Usage: PGURL=postgres://...?replication=database BROKERS=host:port go-capture SLOT PUBLICATION TOPIC_PREFIX
package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pglogrepl"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/twmb/franz-go/pkg/kgo"
)

// The header of an XLogData message: tag, start, end, time of sending.
const walDataHeader = 1 + 8 + 8 + 8

// PostgreSQL counts from 2000-01-01, the envelope from 1970.
const postgresEpochMs = 946_684_800_000

const (
	oidInt8 = 20
	oidInt2 = 21
	oidInt4 = 23
)

// table is a relation as the stream has described it, with the constant parts of its envelope.
type table struct {
	topic  string
	source string
	labels []string
	bare   []bool // written without quotes
}

type transaction struct {
	lsn uint64
	ms  int64
	xid uint32
}

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: go-capture SLOT PUBLICATION TOPIC_PREFIX")
	}
	slot, publication, prefix := os.Args[1], os.Args[2], os.Args[3]
	ctx := context.Background()
	conn, err := pgconn.Connect(ctx, os.Getenv("PGURL"))
	check(err)
	check(pglogrepl.StartReplication(ctx, conn, slot, 0, pglogrepl.StartReplicationOptions{
		PluginArgs: []string{"proto_version '1'", "publication_names '" + publication + "'"},
	}))
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(os.Getenv("BROKERS"), ",")...),
		kgo.ProducerLinger(2*time.Millisecond),
		kgo.ProducerBatchCompression(kgo.NoCompression()),
		kgo.ProducerBatchMaxBytes(1_000_000),
		kgo.MaxBufferedRecords(50_000),
	)
	check(err)
	stream(ctx, conn, client, prefix)
}

func stream(ctx context.Context, conn *pgconn.PgConn, client *kgo.Client, prefix string) {
	tables := map[uint32]*table{}
	var tx transaction
	failed := func(_ *kgo.Record, err error) { check(err) }
	for {
		message, err := conn.ReceiveMessage(ctx)
		check(err)
		data, ok := message.(*pgproto3.CopyData)
		if !ok || data.Data[0] != pglogrepl.XLogDataByteID {
			continue
		}
		body := data.Data[walDataHeader:]
		switch body[0] {
		case 'B':
			tx = transaction{
				lsn: binary.BigEndian.Uint64(body[1:]),
				ms:  int64(binary.BigEndian.Uint64(body[9:]))/1000 + postgresEpochMs,
				xid: binary.BigEndian.Uint32(body[17:]),
			}
		case 'R':
			tables[binary.BigEndian.Uint32(body[1:])] = describe(body[5:], prefix)
		case 'I', 'U', 'D':
			t := tables[binary.BigEndian.Uint32(body[1:])]
			key, value := envelope(t, body[0], body[5:], tx)
			client.Produce(ctx, &kgo.Record{Topic: t.topic, Key: key, Value: value}, failed)
		}
	}
}

// describe reads a relation message after its id.
func describe(body []byte, prefix string) *table {
	text := func() string {
		end := 0
		for body[end] != 0 {
			end++
		}
		s := string(body[:end])
		body = body[end+1:]
		return s
	}
	schema, name := text(), text()
	columns := int(binary.BigEndian.Uint16(body[1:]))
	body = body[3:]
	t := &table{
		topic: prefix + "." + schema + "." + name,
		source: fmt.Sprintf(`,"source":{"version":"1","connector":"postgresql","name":%q,"snapshot":"false","schema":%q,"table":%q`,
			prefix, schema, name),
	}
	for i := 0; i < columns; i++ {
		body = body[1:]
		label, _ := json.Marshal(text())
		oid := binary.BigEndian.Uint32(body)
		body = body[8:]
		t.labels = append(t.labels, string(label)+":")
		t.bare = append(t.bare, oid == oidInt2 || oid == oidInt4 || oid == oidInt8)
	}
	return t
}

// envelope writes key and value of one change; the first column is taken for the key.
func envelope(t *table, kind byte, body []byte, tx transaction) (key, value []byte) {
	op := map[byte]byte{'I': 'c', 'U': 'u', 'D': 'd'}[kind]
	value = make([]byte, 0, 1024)
	value = append(value, `{"before":`...)
	part := body[0]
	body = body[1:]
	if part == 'O' || part == 'K' {
		value, key, body = t.row(value, body)
		if len(body) > 0 {
			part, body = body[0], body[1:]
		}
	} else {
		value = append(value, "null"...)
	}
	value = append(value, `,"after":`...)
	if part == 'N' {
		value, key, _ = t.row(value, body)
	} else {
		value = append(value, "null"...)
	}
	value = append(value, t.source...)
	value = append(value, `,"ts_ms":`...)
	value = strconv.AppendInt(value, tx.ms, 10)
	value = append(value, `,"txId":`...)
	value = strconv.AppendUint(value, uint64(tx.xid), 10)
	value = append(value, `,"lsn":`...)
	value = strconv.AppendUint(value, tx.lsn, 10)
	value = append(value, `},"op":"`...)
	value = append(value, op, '"')
	value = append(value, `,"ts_ms":`...)
	value = strconv.AppendInt(value, tx.ms, 10)
	value = append(value, '}')
	return append(quote([]byte(`{"id":`), key), '}'), value
}

// row appends a tuple as a JSON object; it gives the first column's text and what follows the tuple.
func (t *table) row(out, body []byte) (value, key, rest []byte) {
	columns := int(binary.BigEndian.Uint16(body))
	body = body[2:]
	out = append(out, '{')
	for i := 0; i < columns; i++ {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, t.labels[i]...)
		kind := body[0]
		body = body[1:]
		switch kind {
		case 'n':
			out = append(out, "null"...)
		case 'u':
			out = append(out, `"__debezium_unavailable_value"`...)
		default:
			length := binary.BigEndian.Uint32(body)
			text := body[4 : 4+length]
			body = body[4+length:]
			if i == 0 {
				key = text
			}
			if t.bare[i] {
				out = append(out, text...)
			} else {
				out = quote(out, text)
			}
		}
	}
	return append(out, '}'), key, body
}

func quote(out, text []byte) []byte {
	quoted, _ := json.Marshal(string(text))
	return append(out, quoted...)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
